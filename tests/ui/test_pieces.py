"""Small pieces of the page: words, whole text, turnstile, colours."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest

from assistant import ui
from assistant.domain import Filters, Grade, Kind, State
from assistant.ui import words
from assistant.ui.turnstile import Turnstile
from assistant.ui.whole_text import whole_text
from tests.ui.fake_assistant import documents

STYLE = (Path(ui.__file__).parent / "style.css").read_text(encoding="utf-8")


def test_dates_are_as_precise_as_they_are_known() -> None:
    """Day, month or year."""
    assert words.short_date("2026-09-29") == "29 Sep 2026"
    assert words.short_date("2024-05") == "May 2024"
    assert words.short_date("2024") == "2024"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil", "http:", "", None, " file:///x"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    """A source cannot smuggle in a script."""
    assert words.web_address(url) is None


def test_every_grade_and_status_has_a_meaning() -> None:
    """Tooltips exist for all of them."""
    assert set(words.GRADE_MEANS) == set(Grade)
    assert set(words.STATE_MEANS) == set(State)


def test_filters_read_as_a_person_would_say_them() -> None:
    """Names, not ids."""
    chosen = Filters(parties=("US",), kinds=(Kind.LAW,), languages=("zh",), since="2024-01")
    assert words.filters_read(chosen, {"US": "United States"}) == (
        "United States · law · in Chinese · from Jan 2024"
    )


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.id)
def test_the_whole_text_is_whole_and_escaped(document: object) -> None:
    """Every letter of the text is there, once, in order."""
    from html import unescape

    from assistant.domain import Document

    assert isinstance(document, Document)
    html = str(whole_text(document, document.passages[0]))
    assert "<script" not in html
    plain = unescape(re.sub(r"<[^>]+>", "", html.replace("</p>", "\n")))
    assert plain.split() == document.text.split()
    assert html.count("<mark>") == 1


def test_the_line_has_an_end() -> None:
    """One question runs, one waits, the third is told to come again."""
    turnstile = Turnstile(at_once=1, waiting=1)
    release = threading.Event()

    def slow() -> object:
        yield "first"
        release.wait(5)

    running = turnstile.through(slow())  # type: ignore[arg-type]
    assert next(running) == "first"
    waiting = threading.Thread(target=list, args=(turnstile.through(iter(["second"])),))
    waiting.start()
    while turnstile._places._value:
        pass
    (line,) = turnstile.through(iter(["third"]))
    assert json.loads(line)["type"] == "refused"
    release.set()
    assert list(running) == []
    waiting.join(5)
    assert list(turnstile.through(iter(["fourth"]))) == ["fourth"]


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [":root", "body.dark"])
def test_colours_reach_aa_contrast(scheme: str) -> None:
    """4.5 for text on every ground it stands on, 3 for rules and borders of controls."""
    colours = _colours(STYLE[STYLE.index(scheme) :].split("}")[0])
    for ink in ("ink", "quiet", "accent", "weak", "wrong"):
        for ground in ("ground", "surface"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
    assert contrast(colours["accent-ink"], colours["accent"]) >= 4.5
    assert contrast(colours["rule"], colours["ground"]) >= 3


def test_the_style_asks_nothing_of_other_hosts() -> None:
    """No import, no address."""
    assert "@import" not in STYLE and "url(" not in STYLE
