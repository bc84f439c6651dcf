"""The lying model, over HTTP and through the gates that users have: minutes, so marked slow."""

from __future__ import annotations

import pytest

from assistant.comparing import Known
from tests.gold.liar import INVENTED, UNCITED, embedded_verifier, lines_of, run


@pytest.mark.slow
def test_a_lying_model_gets_little_past_the_gates(known: Known) -> None:
    """On the half that the gates were not tuned on, 200 answers; tests/gold/liar.py prints it."""
    tallies = run("unseen", 200, known, embedded_verifier())
    for kind in ("quote", INVENTED, UNCITED):
        assert tallies[kind].shown == set(), kind
    lies = [t for k, t in tallies.items() if k not in ("faithful", "quote", INVENTED, UNCITED)]
    assert sum(t.caught for t in lies) >= 0.9 * sum(len(t.sentences) for t in lies)


def test_the_liar_says_every_sentence_of_its_half(known: Known) -> None:
    """Ten answers over HTTP; what they hold of quotes and inventions is never shown."""
    tallies = run("tuning", 10, known)
    assert sum(len(tally.sentences) for tally in tallies.values()) > 25
    for kind in {"quote", INVENTED, UNCITED} & set(tallies):
        assert tallies[kind].shown == set(), kind


def test_the_halves_share_no_passage() -> None:
    """What is reported was not tuned on."""
    tuned, unseen = (
        {(line.passage, line.language) for group in lines_of(half) for line in group}
        for half in ("tuning", "unseen")
    )
    assert tuned and unseen
    assert not tuned & unseen
