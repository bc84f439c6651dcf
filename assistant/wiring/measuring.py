"""The measurements: retrieval, claims, findings and answers on standard files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import evaluation
from assistant.adapters.embedding import load_embedder
from assistant.adapters.entailment import EmbeddedVerifier
from assistant.adapters.packaged import MINILM
from assistant.answer_evaluation import Result, evaluate_answers
from assistant.blending import blended, by_cosine, by_overlap
from assistant.claim_evaluation import evaluate_claims
from assistant.domain import Answer, AnswerReady
from assistant.finding_evaluation import evaluate_findings
from assistant.ports import Progress, Verifier
from assistant.wiring.core import Core


class Measuring(Core):
    """Each measurement runs on the parts as they are joined."""

    def evaluate_retrieval(
        self, folder: Path, split: str, progress: Progress | None = None
    ) -> dict[str, object]:
        """Lexical, dense and hybrid search measured on a BEIR folder."""
        return evaluation.evaluate_retrieval(
            folder, embedder=self._embedder, stores=self.stores, split=split, progress=progress
        )

    def evaluate_claims(self, path: Path, progress: Progress | None = None) -> dict[str, object]:
        """The embedded verifier, alone and blended, and the two baselines on labelled pairs."""
        embedded = EmbeddedVerifier()
        methods: dict[str, Verifier] = {
            "embedded": embedded,
            "cosine": by_cosine(load_embedder(MINILM, self.settings.data_dir)),
            "overlap": by_overlap(),
            "blend": blended(embedded),
        }
        if self.settings.nli_model:
            methods["nli_model"] = self.verifier
        return evaluate_claims(path, methods, progress)

    def evaluate_findings(self, path: Path, progress: Progress | None = None) -> dict[str, Any]:
        """Findings measured on a file of claims, against the index as it is."""
        return evaluate_findings(path, self.checker, progress)

    def evaluate_answers(self, path: Path) -> tuple[dict[str, Any], list[Result]]:
        """Answers measured on a file of questions, against the index as it is."""
        self.warm_up()
        return evaluate_answers(path, self._answer)

    def _answer(self, question: str, earlier: Sequence[Answer]) -> Answer:
        events = self.ask(question, earlier=earlier)
        return next(event.answer for event in events if isinstance(event, AnswerReady))
