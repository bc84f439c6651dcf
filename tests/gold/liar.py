"""A scripted model that lies, over HTTP, and what the gates make of it.

    python -m tests.gold.liar [--half fourth|unseen|tuning|second|third] [--answers 200] [--show]

`lies.jsonl` was written before the gates, `lies_second.jsonl` after a first run of the unseen half
and before any further tuning, `lies_third.jsonl` and `lies_fourth.jsonl` by an author who did not
know the gates: each row is a passage of the corpus with faithful
paraphrases and with lies by kind (party, number, date, strength, negation, capacity,
participation, status, scope, quote). The model mixes them into answers under the true id of
their passage, beside sentences with an invented id and sentences without any. Gates were tuned
on the half "tuning" and the parts "second" and "third" alone; "fourth" was run once, at the end.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from assistant.adapters.chat import LangChainChat
from assistant.adapters.entailment import EmbeddedVerifier
from assistant.blending import blended
from assistant.citations import Draft, Refusal
from assistant.comparing import Known
from assistant.corpus import load_corpus
from assistant.domain import Passage, Section
from assistant.naming import names_of
from assistant.ports import Verifier
from assistant.prompts import Prompts
from assistant.settings import Settings
from assistant.writing import Gates, Passed, Task, Writer
from tests.servers import Body, evidence, openai_server

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OTHERS = 4  # further passages beside those that the sentences are about
UNCITED, INVENTED = "uncited", "invented id"


@dataclass(frozen=True)
class Line:
    """One sentence of the liar: its kind, its passage and its text."""

    kind: str
    passage: str
    language: str
    text: str

    def marked(self, name: str) -> str:
        """The sentence as the model writes it."""
        end = self.text[-1]
        mark = {UNCITED: "", INVENTED: " [zz9zz9]"}.get(self.kind, f" [{name}]")
        return f"{self.text[:-1]}{mark}{end}" if end in ".。" else f"{self.text}{mark}"


@dataclass
class Tally:
    """Distinct sentences of a kind, and how many of them were never shown."""

    sentences: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    @property
    def caught(self) -> int:
        """How many never got through."""
        return len(self.sentences - self.shown)


def lines_of(half: str) -> list[list[Line]]:
    """The sentences of each passage of one half."""
    texts = (path.read_text("utf-8") for path in sorted(HERE.glob("lies*.jsonl")))
    rows = [json.loads(row) for text in texts for row in text.splitlines()]
    return [list(_lines(row)) for row in rows if row["half"] == half]


def _lines(row: dict[str, Any]) -> Iterator[Line]:
    where = (row["passage"], row["language"])
    for text in row["faithful"]:
        yield Line("faithful", *where, text)
    for lie in row["lies"]:
        yield Line(lie["kind"], *where, lie["text"])


def answers_of(groups: Sequence[Sequence[Line]], number: int) -> Iterator[list[Line]]:
    """Answers of four to six sentences on two passages of one language, every sentence used."""
    by_language: dict[str, list[Sequence[Line]]] = {}
    for group in groups:
        by_language.setdefault(group[0].language, []).append(group)
    turns = {id(group): cycle(group) for group in groups}
    order = cycle([group for pair in by_language.values() for group in pair])
    for at in range(number):
        first = next(order)
        mates = by_language[first[0].language]
        second = mates[(mates.index(first) + 1) % len(mates)]
        told = [next(turns[id(first)]), next(turns[id(second)]), next(turns[id(first)])]
        told.append(next(turns[id(second)]))
        bare = mates[(mates.index(first) + 2) % len(mates)][0]
        kind = UNCITED if at % 2 else INVENTED
        told.append(Line(kind, bare.passage, bare.language, bare.text))
        yield list(dict.fromkeys(told))


def corpus() -> Known:
    """What the shipped corpus knows."""
    loaded = load_corpus(ROOT / "corpus")
    documents = {document.id: document for document in loaded.documents}
    return Known(names_of(documents, loaded.vocabulary), documents, loaded.vocabulary)


def run(half: str, number: int, known: Known, verifier: Verifier | None = None) -> dict[str, Tally]:
    """Every answer over HTTP, LangChain's client and the gates; sentences by kind."""
    tallies: dict[str, Tally] = {}
    passages = {p.id: p for d in known.documents.values() for p in d.passages}
    current: list[Line] = []

    def lie(body: Body) -> str:
        ids = {text: name for name, text in evidence(body).items()}
        texts = {line: _shown(passages[line.passage], line.language) for line in current}
        return " ".join(line.marked(ids.get(texts[line], "zz8zz8")) for line in current)

    with openai_server(lie) as server:
        settings = Settings.model_validate({"model_url": server.url, "_env_file": None})
        writer = Writer(LangChainChat(settings, "openai:liar"), Prompts(ROOT / "prompts"), verifier)
        for lines in answers_of(lines_of(half), number):
            current[:] = lines
            shown = _ask(writer, lines, known, passages)
            for line in lines:
                tally = tallies.setdefault(line.kind, Tally())
                tally.sentences.add(line.text)
                if line.text in shown:
                    tally.shown.add(line.text)
    return tallies


def _ask(
    writer: Writer, lines: Sequence[Line], known: Known, passages: dict[str, Passage]
) -> set[str]:
    """What is shown of one answer; a faithful sentence said again without its id counts as that."""
    about = [passages[line.passage] for line in lines]
    beside = [
        p
        for passage in dict.fromkeys(about)
        for p in known.documents[passage.document_id].passages
        if p.section is Section.STATEMENT and p not in about
    ][:OTHERS]
    language = lines[0].language
    task = Task("What do the texts say?", language, [*about, *beside], known, "liar")
    events = list(writer.write(task))
    return {event.draft.text for event in events if isinstance(event, Passed)}


def _shown(passage: Passage, language: str) -> str:
    return passage.text_zh if language == "zh" and passage.text_zh else passage.text


def overhead(known: Known, verifier: Verifier | None, rounds: int = 9) -> tuple[float, float]:
    """Milliseconds for ten faithful sentences, warm: by the clock, and of the processor."""
    passages = {p.id: p for d in known.documents.values() for p in d.passages}
    faithful = [g[0] for g in lines_of("tuning") if g[0].language == "en"][:10]
    gates, clock, busy = Gates(known, verifier), [], []
    for _ in range(rounds + 1):
        started, worked = time.perf_counter(), time.process_time()
        for line in faithful:
            gates.judge(Draft(line.text, (passages[line.passage],)), line.language)
        clock.append(1000 * (time.perf_counter() - started))
        busy.append(1000 * (time.process_time() - worked))
    return statistics.median(clock[1:]), statistics.median(busy[1:])


def report(tallies: dict[str, Tally]) -> str:
    """A line for each kind: how many sentences, how many caught (or lost, if faithful)."""
    true_ids = [k for k in tallies if k not in ("faithful", "quote", UNCITED, INVENTED)]
    lies = sum(len(tallies[kind].sentences) for kind in true_ids)
    caught = sum(tallies[kind].caught for kind in true_ids)
    rows = [f"{'kind':<14}{'sentences':>10}{'caught':>8}"]
    for kind in sorted(tallies, key=lambda k: (k not in true_ids, k)):
        tally = tallies[kind]
        word = "  lost" if kind == "faithful" else ""
        rows.append(f"{kind:<14}{len(tally.sentences):>10}{tally.caught:>8}{word}")
    rows.append(f"true ids, false content: {caught} of {lies} caught ({caught / lies:.1%})")
    return "\n".join(rows)


def _wrongly(
    tallies: dict[str, Tally], half: str, known: Known, verifier: Verifier | None
) -> Iterator[str]:
    """The lies that got through, and the faithful sentences that were lost, with the reason."""
    passages = {p.id: p for d in known.documents.values() for p in d.passages}
    gates = Gates(known, verifier)
    for line in (line for group in lines_of(half) for line in group):
        tally = tallies.get(line.kind)
        if tally is None or line.text not in tally.sentences:
            continue
        if (line.kind == "faithful") is (line.text in tally.shown):
            continue
        told = gates.judge(Draft(line.text, (passages[line.passage],)), line.language)
        why = f"{told.gate}: {told.reason}" if isinstance(told, Refusal) else f"support {told}"
        yield f"{line.kind}: {line.text}\n    {line.passage} | {why}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--half", choices=["tuning", "second", "third", "unseen", "fourth"], default="fourth"
    )
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--rules-only", action="store_true", help="without the verifier")
    parser.add_argument("--show", action="store_true", help="what got through and what was lost")
    chosen = parser.parse_args()
    if chosen.show and chosen.half in ("unseen", "fourth"):
        parser.error("the unseen parts stay unseen: --show works on tuning, second and third")
    known = corpus()
    verifier = None if chosen.rules_only else embedded_verifier()
    tallies = run(chosen.half, chosen.answers, known, verifier)
    print(report(tallies))
    if chosen.show:
        print("\n".join(_wrongly(tallies, chosen.half, known, verifier)))
    clock, busy = overhead(known, verifier)
    print(f"gates on ten sentences, warm: {clock:.0f} ms ({busy:.0f} ms of processor time)")


def embedded_verifier() -> Verifier:
    """The verifier that comes with the assistant."""
    return blended(EmbeddedVerifier())


if __name__ == "__main__":
    main()
