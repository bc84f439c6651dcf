"""The pairs that the verifier learns from: those of a folder, those made by editing them.

A pair is a claim, its evidence and the outcomes that its label allows (`not_supported` allows
two). Edits keep the verifier from judging by a claim's look: where a changed number makes a claim
refuted, the same number changed on both sides keeps another supported.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

SUPPORTS, REFUTES, NEITHER = 0, 1, 2
ALLOWED = {
    "supported": (SUPPORTS,),
    "refuted": (REFUTES,),
    "not_enough_evidence": (NEITHER,),
    "not_supported": (REFUTES, NEITHER),
}
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}\b")
_VERB = re.compile(r"\b(is|are|was|were|has been|have been|can|will|shall|should|must)\b(?! not)")
_DUTY = re.compile(r"\b(will|shall|must|agreed to|decided to)\b")
_WEAK = ("may", "could", "may consider whether to", "has been urged to", "was expected to")
_APART = {"contractnli_dev", "factcheck_gpt", "factcg_cg2c_doc"}  # near evidence may support
_HEARSAY = (
    "It has been proposed that {}",
    "Critics fear that {}",
    "It is planned that one day {}",
    "Nobody has confirmed the rumour that {}",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, its evidence, the outcomes allowed, and the file it comes from."""

    claim: str
    evidence: str
    allowed: tuple[int, ...]
    file: str


def read_pairs(folder: Path) -> list[Pair]:
    """Every pair of the folder's .jsonl files, in a fixed order."""
    pairs = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            claim, evidence = tidy(row["claim"]), tidy(row["evidence"])
            pairs.append(Pair(claim, evidence, ALLOWED[row["label"]], path.stem))
    return pairs


def tidy(text: str) -> str:
    """Text without the marks of old corpora: brackets by name, spaces around punctuation."""
    for mark, sign in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]")):
        text = text.replace(mark, sign)
    text = text.replace("``", '"').replace("''", '"')
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ([,.;:!?)\]])", r"\1", re.sub(r"([(\[]) ", r"\1", text)).strip()


def held_back(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Those to learn from, and about a tenth to choose and calibrate by.

    Pairs of one file that share a claim or an evidence are kept on one side, unless a file has
    so few claims that they hang together: there the evidence alone decides.
    """
    few = {
        file
        for file in {pair.file for pair in pairs}
        if len({pair.claim for pair in pairs if pair.file == file}) < 100
    }
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    def keys(pair: Pair) -> tuple[str, str]:
        evidence = f"{pair.file} E {pair.evidence}"
        return evidence, evidence if pair.file in few else f"{pair.file} C {pair.claim}"

    for pair in pairs:
        one, other = sorted(map(find, keys(pair)))
        root[other] = one
    learnt, kept = [], []
    for pair in pairs:
        group = find(keys(pair)[0])
        (kept if zlib.crc32(group.encode()) % 10 == 0 else learnt).append(pair)
    return learnt, kept


class Edits:
    """Makes new pairs of old ones; every choice comes from `chance`."""

    def __init__(self, pairs: Sequence[Pair], chance: random.Random) -> None:
        """`pairs` lend the names that others are changed into."""
        self._chance = chance
        names: dict[int, set[str]] = defaultdict(set)
        for pair in pairs:
            for name in _NAME.findall(pair.claim):
                names[name.count(" ")].add(name)
        self._names = {words: sorted(some) for words, some in names.items()}

    def of(self, pairs: Iterable[Pair], share: float) -> list[Pair]:
        """One edit of about `share` of the pairs, where one fits."""
        made = []
        for pair in pairs:
            if self._chance.random() >= share:
                continue
            tries: list[Callable[[Pair], Pair | None]] = [
                self._number, self._number, self._name, self._negation, self._duty, self._hearsay
            ]  # fmt: skip
            self._chance.shuffle(tries)
            made += [edited for edit in tries if (edited := edit(pair))][:1]
        return made

    def _number(self, pair: Pair) -> Pair | None:
        shared = [n for n in _NUMBER.findall(pair.claim) if n in _NUMBER.findall(pair.evidence)]
        if pair.allowed != (SUPPORTS,) or not shared:
            return None
        old = self._chance.choice(shared)
        return self._one_or_both(pair, old, self._other_number(old, pair.evidence), (REFUTES,))

    def _other_number(self, old: str, evidence: str) -> str:
        others = [n for n in _NUMBER.findall(evidence) if n != old and len(n) == len(old)]
        if others and self._chance.random() < 0.5:
            return self._chance.choice(others)
        if not old.isdigit():
            return old[:-1] + str((int(old[-1]) + self._chance.randint(1, 9)) % 10)
        value = int(old)
        far = self._chance.randint(1, 12 if _YEAR.fullmatch(old) else max(2, value // 2))
        return str(value + far if value < far or self._chance.random() < 0.5 else value - far)

    def _name(self, pair: Pair) -> Pair | None:
        shared = [name for name in _NAME.findall(pair.claim) if name in pair.evidence]
        if pair.allowed != (SUPPORTS,) or not shared:
            return None
        old = self._chance.choice(shared)
        near = [n for n in _NAME.findall(pair.evidence) if n not in pair.claim and n not in old]
        pool = near if near and self._chance.random() < 0.5 else self._names[old.count(" ")]
        return self._one_or_both(pair, old, self._chance.choice(pool), (REFUTES, NEITHER))

    def _one_or_both(self, pair: Pair, old: str, new: str, outcome: tuple[int, ...]) -> Pair | None:
        """The change on one side alone, or on both, where it changes nothing."""

        def change(text: str) -> str:
            return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)

        if old == new or new in pair.claim:
            return None
        claim, evidence = change(pair.claim), change(pair.evidence)
        way = self._chance.randrange(3)
        if way == 0:
            return replace(pair, claim=claim, evidence=evidence)
        if way == 1 and new not in pair.evidence:
            return replace(pair, evidence=evidence, allowed=outcome)
        return replace(pair, claim=claim, allowed=outcome)

    def _negation(self, pair: Pair) -> Pair | None:
        """What is refuted becomes supported when the claim is denied, and the other way round."""
        turned = {(SUPPORTS,): (REFUTES,), (REFUTES,): (SUPPORTS,)}.get(pair.allowed)
        verbs = list(_VERB.finditer(pair.claim))
        if self._chance.random() < 0.5:
            return None
        if turned is None or len(verbs) != 1 or re.search(r"\b(not|n't|never|no)\b", pair.claim):
            return None
        first = verbs[0].group().split()[0]
        claim = pair.claim.replace(first, f"{first} not", 1)
        return replace(pair, claim=claim, allowed=turned) if " not" in claim else None

    def _duty(self, pair: Pair) -> Pair | None:
        """What the evidence only permits or considers does not support that it will be done."""
        duty = _DUTY.search(pair.evidence)
        if pair.allowed != (SUPPORTS,) or duty is None or not _DUTY.search(pair.claim):
            return None
        weak = _DUTY.sub(self._chance.choice(_WEAK), pair.evidence)
        return replace(pair, evidence=weak, allowed=(REFUTES, NEITHER))

    def _hearsay(self, pair: Pair) -> Pair | None:
        """A proposal, a fear or a rumour is not the fact."""
        short = pair.evidence.count(". ") == 0 and len(pair.evidence) < 200
        if pair.allowed != (SUPPORTS,) or not short or self._chance.random() < 0.7:
            return None
        said = self._chance.choice(_HEARSAY).format(pair.evidence)
        return replace(pair, evidence=said, allowed=(REFUTES, NEITHER))


def strangers(
    pairs: Sequence[Pair], embed: Callable[[list[str]], np.ndarray], chance: random.Random
) -> list[Pair]:
    """For each claim the evidence of another claim of its file that is near in meaning.

    The very nearest are passed over, because they may be about the same fact.
    """
    by_file: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.file in _APART:
            continue
        by_file[pair.file].append(pair)
    made = []
    for some in by_file.values():
        vectors = embed([pair.claim for pair in some]).astype(np.float32)
        for start in range(0, len(some), 512):
            near = vectors[start : start + 512] @ vectors.T
            for row, similarity in enumerate(near):
                pair = some[start + row]
                order = np.argpartition(-similarity, min(60, len(some) - 1))[:60]
                rank = order[np.argsort(-similarity[order])][5:]
                other = some[int(chance.choice(list(rank)))]
                if other.evidence != pair.evidence and other.claim != pair.claim:
                    made.append(Pair(pair.claim, other.evidence, (NEITHER,), pair.file))
    return made
