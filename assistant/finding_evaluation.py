"""Verdicts measured on claims over the corpus: macro F1, false support, by class of error."""

from __future__ import annotations

import json
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.checking import Checker
from assistant.errors import UsageError
from assistant.findings import Finding, FindingsReady, Verdict
from assistant.ports import Progress

_Z = 1.959964  # of a 95 % interval
_RESAMPLED = 1000
_MERGED = {Verdict.CONFLICTING: Verdict.REFUTED}
CLASSES = (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One claim with the verdict it should get and the one it got."""

    row: Mapping[str, Any]
    expected: Verdict
    finding: Finding

    @property
    def pair(self) -> tuple[Verdict, Verdict]:
        """Expected and given, conflicting counted as refuted."""
        given = self.finding.verdict
        return _MERGED.get(self.expected, self.expected), _MERGED.get(given, given)


def evaluate_findings(
    path: Path, checker: Checker, progress: Progress | None = None
) -> dict[str, Any]:
    """Check each claim of a file and compare; UsageError names a line that cannot be used."""
    rows = _rows(path)
    outcomes, started = [], time.perf_counter()
    for done, row in enumerate(rows, 1):
        *_, last = checker.check(row["claim"], single=True)
        assert isinstance(last, FindingsReady)
        outcomes.append(Outcome(row, Verdict(row["verdict"]), last.findings.findings[0]))
        if progress:
            progress(done, len(rows), "Checking")
    seconds = time.perf_counter() - started
    return {
        "dataset": path.name,
        **report(outcomes),
        "claims_per_second": round(len(rows) / seconds, 2),
    }


def report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of a set of outcomes."""
    pairs = [outcome.pair for outcome in outcomes]
    uncovered = [o for o in outcomes if not o.row.get("misreading_covers")]
    false = [o for o in outcomes if o.pair[0] is Verdict.REFUTED]
    undecided = [o for o in outcomes if o.pair[0] is Verdict.NOT_ENOUGH_EVIDENCE]
    languages = sorted({str(o.row.get("language")) for o in outcomes})
    return {
        "claims": len(outcomes),
        "macro_f1": round(macro_f1(pairs), 4),
        "macro_f1_95": _bootstrapped(pairs),
        "f1": {str(c): round(_f1(pairs, c), 4) for c in CLASSES},
        "false_called_supported": _called_supported(false),
        "undecided_called_supported": _called_supported(undecided),
        "no_misreading": {
            "claims": len(uncovered),
            "macro_f1": round(macro_f1([o.pair for o in uncovered]), 4),
            "false_called_supported": _called_supported(
                [o for o in uncovered if o.pair[0] is Verdict.REFUTED]
            ),
            "false_called_refuted": _share([o for o in uncovered if o.pair[0] is Verdict.REFUTED]),
        },
        "by_reason": _by_reason(outcomes),
        "by_language": {
            name: round(macro_f1([o.pair for o in outcomes if o.row.get("language") == name]), 4)
            for name in languages
        },
        "missed": [
            {"id": o.row.get("id"), "expected": str(o.pair[0]), "given": str(o.pair[1])}
            for o in outcomes
            if o.pair[0] is not o.pair[1]
        ],
    }


def macro_f1(pairs: Sequence[tuple[Verdict, Verdict]]) -> float:
    """The mean F1 over the classes that occur."""
    classes = [c for c in CLASSES if any(c in pair for pair in pairs)]
    return sum(_f1(pairs, c) for c in classes) / len(classes) if classes else 0.0


def _f1(pairs: Sequence[tuple[Verdict, Verdict]], verdict: Verdict) -> float:
    hit = sum(expected is given is verdict for expected, given in pairs)
    wrong = sum((expected is verdict) != (given is verdict) for expected, given in pairs)
    return 2 * hit / (2 * hit + wrong) if hit or wrong else 0.0


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    share, squared = hits / total, _Z * _Z
    middle = (share + squared / (2 * total)) / (1 + squared / total)
    half = _Z * math.sqrt(share * (1 - share) / total + squared / (4 * total * total))
    half /= 1 + squared / total
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def _bootstrapped(pairs: Sequence[tuple[Verdict, Verdict]]) -> tuple[float, float]:
    chance = random.Random(20261125)
    found = sorted(macro_f1(chance.choices(pairs, k=len(pairs))) for _ in range(_RESAMPLED))
    return round(found[int(0.025 * _RESAMPLED)], 4), round(found[int(0.975 * _RESAMPLED) - 1], 4)


def _called_supported(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    wrong = [o for o in outcomes if o.pair[1] is Verdict.SUPPORTED]
    return {
        "number": len(wrong),
        "of": len(outcomes),
        "interval_95": wilson(len(wrong), len(outcomes)),
    }


def _share(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    right = sum(o.pair[0] is o.pair[1] for o in outcomes)
    return {"number": right, "of": len(outcomes), "interval_95": wilson(right, len(outcomes))}


def _by_reason(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """For each class of error: how often the verdict was right and the reason as well."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[f"{outcome.pair[0]}: {outcome.row.get('reason', 'none')}"].append(outcome)
    return {
        name: {
            "claims": len(group),
            "right": sum(o.pair[0] is o.pair[1] for o in group),
            "reason_right": sum(str(o.finding.reason) == o.row.get("reason") for o in group),
            "given": dict(Counter(str(o.pair[1]) for o in group)),
        }
        for name, group in sorted(groups.items())
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            Verdict(row["verdict"])
            rows.append({**row, "claim": str(row["claim"])})
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}:{number}: no claim with a verdict ({error!r}).") from error
    if not rows:
        raise UsageError(f"{path} has no claims.")
    return rows
