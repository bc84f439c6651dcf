"""Which reader reads which file: told by its first bytes, and by its name where these are text."""

from __future__ import annotations

from collections.abc import Callable

from assistant.errors import FileEmpty, FileUnknown
from assistant.reading import captions, docx, epub, html, markdown, pdf, rows, text
from assistant.reading.archives import member, opened
from assistant.reading.building import Draft, assembled
from assistant.reading.model import ReadText

Reader = Callable[[bytes], Draft]

READERS: dict[str, Reader] = {
    "pdf": pdf.read_pdf,
    "docx": docx.read_docx,
    "epub": epub.read_epub,
    "html": html.read_html,
    "markdown": markdown.read_markdown,
    "text": text.read_text,
    "vtt": captions.read_vtt,
    "srt": captions.read_srt,
    "json": rows.read_json,
    "jsonl": rows.read_jsonl,
}
ENDINGS = {
    ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".epub": "epub", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text",
    ".text": "text", ".vtt": "vtt", ".srt": "srt", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}  # fmt: skip
KINDS = "PDF, DOCX, HTML, Markdown, plain text, WebVTT, SRT, JSON, JSONL and EPUB"


def format_of(name: str, data: bytes) -> str:
    """The format of a file's bytes; FileUnknown if it is none that is read."""
    ending = "." + name.rsplit(".", 1)[-1].casefold() if "." in name else ""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "docx"  # whose reader says that it is locked or old
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"WEBVTT"):
        return "vtt"
    if ending in ENDINGS:
        return ENDINGS[ending]
    head = data[:1000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if ending in ("", ".log", ".asc", ".rst", ".org", ".tex") and b"\x00" not in data[:4096]:
        return "text"
    raise FileUnknown(f"it is none of {KINDS}")


def _zipped(data: bytes) -> str:
    archive = opened(data)
    if member(archive, "word/document.xml") is not None:
        return "docx"
    if member(archive, "META-INF/container.xml") is not None:
        return "epub"
    raise FileUnknown("it is an archive; unpack it and add what is inside")


def read_bytes(name: str, data: bytes) -> ReadText:
    """What these bytes say. Raises a FileError that does not name the file."""
    if not data.strip():
        raise FileEmpty("it is empty")
    kind = format_of(name, data)
    found = assembled(READERS[kind](data), kind)
    if not any(character.isalnum() for character in found.text):
        raise FileEmpty("it has no text")
    return found
