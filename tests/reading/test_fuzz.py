"""Mutated files through every reader: each ends as a text or as a designed error, in time.

`make fuzz` runs 2,000 of each format; COMMON_GROUND_FUZZ says another number. The seed is
printed, so that a failure can be had again.
"""

from __future__ import annotations

import io
import os
import random
import time
import zipfile

import pytest

from assistant.errors import FileError, FileStopped
from assistant.reading import Limits, Reading
from assistant.reading.formats import READERS
from tests.reading.files import archive, epub, lines, pdf, word

MANY = int(os.environ.get("COMMON_GROUND_FUZZ", "200"))
LIMITS = Limits(seconds=10, memory=1_500_000_000)
_PAGE = (
    "<html><head><meta charset='utf-8'><title>T</title></head><body><main><h1>Head</h1>"
    "<p>Words of a page.</p><table><tr><td>a</td><td>b</td></tr></table></main></body></html>"
)
_TALK = "MS. LEE: Good morning.\n\nQ  Why?\n\n[00:41:07] MS. LEE: Because.\n\n人工智能：好。\n"
_WORD = word(
    ("Title", "Joint Text"), ("Heading 1", "Scope"), ("List Number", "One."), table=[["a", "b"]]
)
SEEDS: dict[str, tuple[str, bytes]] = {
    "pdf": ("a.pdf", pdf([lines(["Words of a page that is to be read."] * 5)] * 3, "Title")),
    "docx": ("a.docx", _WORD),
    "epub": ("a.epub", epub([_PAGE, _PAGE])),
    "html": ("a.html", _PAGE.encode()),
    "markdown": ("a.md", f"---\ntitle: T\ndate: 2024-05-21\n---\n# Head\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n- x\n\n{_TALK}".encode()),
    "text": ("a.txt", _TALK.encode()),
    "vtt": ("a.vtt", b"WEBVTT\n\n00:41:07.000 --> 00:41:10.000\n<v Zhou Wei>We agree.</v>\n\n00:42:00.000 --> 00:42:10.000\nYes.\n"),
    "srt": ("a.srt", b"1\n00:00:01,000 --> 00:00:03,000\nANN LEE: Hi.\n\n2\n00:00:04,000 --> 00:00:06,000\nYes.\n"),
    "json": ("a.json", b'{"title": "T", "paragraphs": [{"text": "W.", "page": 1, "time": "00:01", "speaker": "S"}]}'),
    "jsonl": ("a.jsonl", b'{"title": "L"}\n{"text": "First."}\n{"text": "Second.", "time": 61}\n'),
}  # fmt: skip
_TELLING = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"&",
    b"%",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\n",
    b":",
    b"9" * 12,
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changes: flipped, cut, doubled, put in, shortened."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) + 1)
        size = chance.choice((1, 1, 2, 4, 16, 200))
        match chance.randrange(6):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                del found[at : at + size]
            case 2:
                found[at:at] = found[at : at + size] * chance.randint(1, 50)
            case 3:
                found[at:at] = chance.choice(_TELLING) * chance.choice((1, 1, 3, 200))
            case 4:
                found[at : at + size] = chance.randbytes(size)
            case _:
                del found[chance.randrange(len(found) // 2 + 1) + len(found) // 2 :]
        if not found:
            found = bytearray(data)
    return bytes(found)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """An archive whose container is whole, with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice(sorted(members))
    return archive(members | {name: mutated(members[name] or b"x", chance)})


def test_every_format_is_fuzzed() -> None:
    assert SEEDS.keys() == READERS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_end_as_a_text_or_an_error(kind: str) -> None:
    """No reader crashes, hangs, or fails in a way that has no name."""
    name, data = SEEDS[kind]
    seed = random.randrange(1 << 30)
    print(f"{kind}: seed {seed}")
    chance = random.Random(seed)
    failed: list[str] = []
    slowest = 0.0
    with Reading(LIMITS) as reading:
        for number in range(MANY):
            inside = kind in ("docx", "epub") and number % 2
            content = (mutated_inside if inside else mutated)(data, chance)
            started = time.monotonic()
            try:
                reading.read_bytes(name, content)
            except FileStopped as error:
                if "made its reader fail" in str(error):
                    failed.append(f"{number}: {error} {content[:200]!r}")
            except FileError:
                pass
            slowest = max(slowest, time.monotonic() - started)
    assert not failed, f"{len(failed)} of {MANY}: {failed[:3]}"
    assert slowest < LIMITS.seconds + 3
