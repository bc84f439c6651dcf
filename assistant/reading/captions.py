"""Captions: WebVTT and SRT, cue by cue, with their times and, where they have them, speakers."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from assistant.errors import FileUnreadable
from assistant.reading.building import Block, Draft, Piece
from assistant.reading.dating import first_date
from assistant.reading.speech import with_turns
from assistant.reading.text import decoded

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,100}\}")
_CHANGE = re.compile(r"^\s*(?:>>+|-\s)\s*")
_LABELLED = re.compile(r"^[^\W\d_][^:：\n]{0,60}(?::\s|：)")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)]*\s*$")
_PARAGRAPH = 80  # words from which on a paragraph of captions ends with its sentence
_LONGEST = 160  # words with which it ends in any case: automatic captions have no sentences
_HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
_Cue = tuple[float, str | None, str]  # seconds, speaker, text


def read_vtt(data: bytes) -> Draft:
    """WebVTT; FileUnreadable if it does not begin as one or has broken times."""
    return _read(decoded(data), "vtt")


def read_srt(data: bytes) -> Draft:
    """SubRip; FileUnreadable if it does not begin with a numbered cue."""
    return _read(decoded(data), "srt")


def _read(text: str, form: str) -> Draft:
    text = re.sub("\r\n?", "\n", text.lstrip("\ufeff \n"))
    try:
        captions = webvtt.from_buffer(io.StringIO(text), format=form)
        cues = [(c.start_in_seconds, c.voice, c.raw_text) for c in captions.captions]
    except (MalformedFileError, MalformedCaptionError, ValueError, IndexError) as error:
        raise FileUnreadable(f"its captions cannot be read ({error})") from error
    draft = Draft(date=first_date(text[: text.find("-->")][:500]) if form == "vtt" else None)
    shown = [(seconds, voice, _plain(words)) for seconds, voice, words in cues]
    draft.blocks = with_turns(list(_paragraphs(_unrolled(shown))), spoken=True)
    return draft


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()


def _unrolled(cues: Sequence[_Cue]) -> list[_Cue]:
    """Cues without the lines that a rolling display repeats from the cue before."""
    told: list[_Cue] = []
    before: list[str] = []
    for seconds, voice, text in cues:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        fresh = list(lines)
        while fresh and before and fresh[0] in before:
            fresh.pop(0)
        if fresh:
            told.append((seconds, voice, "\n".join(fresh)))
        before = lines or before
    return told


def _paragraphs(cues: Sequence[_Cue]) -> Iterator[Block]:
    """Cues of one speaker as paragraphs of some sentences, each cue with its own time."""
    block = Block([])
    words = 0
    for seconds, voice, text in cues:
        change = _CHANGE.match(text)
        text = text[change.end() :] if change else text
        if not text:
            continue
        ended = words >= _PARAGRAPH and _SENTENCE_END.search(block.text)
        begins = change or _LABELLED.match(text) or voice != block.speaker
        if block.pieces and (begins or ended or words >= _LONGEST):
            yield block
            block, words = Block([]), 0
        block.speaker = voice
        joined = " ".join(text.split("\n"))
        if block.pieces and not (_HAN.match(block.text[-1]) and _HAN.match(joined[0])):
            last = block.pieces[-1]
            block.pieces[-1] = Piece(last.text + " ", seconds=last.seconds)
        block.pieces.append(Piece(joined, seconds=float(seconds)))
        words += len(joined.split()) + len(_HAN.findall(joined)) // 2
    if block.pieces:
        yield block
