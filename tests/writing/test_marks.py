"""Citations in a sentence: found in every form, invented ones counted, none of them shown."""

from __future__ import annotations

import pytest

from assistant.writing.evidence import Item, Sheet
from assistant.writing.marks import resolve
from tests.factories import document

FIRST, SECOND = document("one", ["First.", "Second."]).passages
SHEET = Sheet((Item("kf3qx7", "head", "First.", FIRST), Item("bc2df4", "head", "Second.", SECOND)))


@pytest.mark.parametrize(
    ("raw", "text", "cited", "invented"),
    [
        ("It did [kf3qx7].", "It did.", "1", 0),
        ("It did [KF3QX7, bc2df4].", "It did.", "12", 0),
        ("It did [bc2df4; kf3qx7].", "It did.", "21", 0),
        ("It did. [kf3qx7][bc2df4]", "It did.", "12", 0),
        ("It did (see kf3qx7 and bc2df4).", "It did.", "12", 0),
        ("It did ([kf3qx7]).", "It did.", "1", 0),
        ("It did kf3qx7.", "It did.", "1", 0),
        ("它签署了【kf3qx7、bc2df4】。", "它签署了。", "12", 0),
        ("它签署了［证据 kf3qx7］。", "它签署了。", "1", 0),
        ("It did [evidence: kf3qx7].", "It did.", "1", 0),
        ("It did [kf3qx7](https://example.org).", "It did.", "1", 0),
        ("It did [zz9zz9].", "It did.", "", 1),
        ("It did [1][^2].", "It did.", "", 2),
        ("It did [kf3qx7, zz9zz9].", "It did.", "1", 1),
        ("It did [us-cn-lima-2024-us#1].", "It did.", "", 1),
        ("It did [source: the readout].", "It did.", "", 1),
        ("It did zz9zz9.", "It did.", "", 1),
        ("It did [kf3q", "It did", "", 0),
        ("It did (Executive Order 14110) [kf3qx7].", "It did (Executive Order 14110).", "1", 0),
        ("- **It** did [kf3qx7].", "It did.", "1", 0),
        ("2. It did [kf3qx7].", "It did.", "1", 0),
        ("## It did", "It did", "", 0),
    ],
)
def test_every_form_of_citation(raw: str, text: str, cited: str, invented: int) -> None:
    marked = resolve(raw, SHEET)
    assert marked.text == text
    assert "".join(passage.id[-1] for passage in marked.passages) == cited
    assert marked.invented == invented


def test_an_amount_at_the_head_is_no_list_number() -> None:
    assert resolve("16 companies signed [kf3qx7].", SHEET).text == "16 companies signed."
    assert resolve("3.0 replaced it [kf3qx7].", SHEET).text == "3.0 replaced it."
