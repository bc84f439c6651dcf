"""Briefs read from disk and turned into documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from assistant import domain
from assistant.corpus.schema import Brief
from assistant.corpus.vocabulary import Vocabulary, load_vocabulary
from assistant.corpus.yaml_lines import Location, faults_of, line_of, read_yaml
from assistant.errors import CorpusError
from assistant.passages import lay_out

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class BriefFile:
    """One brief as read: front matter, body, and the line of each field."""

    path: Path
    brief: Brief
    body: str
    lines: Mapping[Location, int]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All briefs as documents, and the vocabularies they use."""

    documents: tuple[domain.Document, ...]
    vocabulary: Vocabulary


def fault(file: BriefFile, place: Location, what: str) -> str:
    """One fault of a brief, in the form file:line: field: what is wrong."""
    field = ".".join(str(part) for part in place)
    return f"{file.path}:{line_of(file.lines, place)}: {field}: {what}"


def brief_paths(folder: Path) -> list[Path]:
    """The files of all briefs: corpus/<group>/<id>.md."""
    return sorted(path for path in folder.glob("*/*.md") if path.name != "README.md")


def read_brief(path: Path) -> BriefFile:
    """Read and validate one brief; CorpusError names file, line and field of each fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError((f"{path}:1: not UTF-8 text: {error.reason}",)) from error
    front, fence, body = text.removeprefix(f"{_FENCE}\n").partition(f"\n{_FENCE}\n")
    if not text.startswith(f"{_FENCE}\n") or not fence:
        raise CorpusError((f"{path}:1: front matter between two lines of --- is missing",))
    data, lines = read_yaml(front, path, first_line=2)
    try:
        brief = Brief.model_validate(data)
    except ValidationError as error:
        raise CorpusError(faults_of(error, lines, path)) from error
    if not body.strip():
        last = text.count("\n") + 1
        raise CorpusError((f"{path}:{last}: body: the short narrative below the facts is missing",))
    return BriefFile(path, brief, body.strip(), lines)


def read_briefs(folder: Path) -> tuple[list[BriefFile], list[str]]:
    """Every readable brief, and the faults of the others."""
    if not folder.is_dir():
        raise CorpusError((f"{folder}: no such folder; set COMMON_GROUND_CORPUS_DIR",))
    files: list[BriefFile] = []
    faults: list[str] = []
    for path in brief_paths(folder):
        try:
            files.append(read_brief(path))
        except CorpusError as error:
            faults.extend(error.faults)
    return files, faults


def document_of(file: BriefFile, vocabulary: Vocabulary) -> domain.Document:
    """The brief as a document with its laid-out text and passages."""
    brief = file.brief
    document = domain.Document(
        id=brief.id,
        title=brief.title,
        title_zh=brief.title_zh,
        date=brief.date,
        kind=brief.kind,
        issuers=tuple(brief.issuers),
        status=brief.status,
        event=brief.event,
        group=brief.group,
        place=brief.place,
        url=brief.url,
        url_status=brief.url_status,
        languages=tuple(brief.language),
        topics=tuple(brief.topics),
        licence_class=brief.licence_class,
        body=file.body,
        text="",
        content_hash="",
        statements=tuple(
            domain.Statement(**{**entry.model_dump(), "parties": tuple(entry.parties)})
            for entry in brief.statements
        ),
        participation=tuple(domain.Participation(**e.model_dump()) for e in brief.participation),
        votes=tuple(domain.Vote(**entry.model_dump()) for entry in brief.votes),
        counts=tuple(domain.Count(**entry.model_dump()) for entry in brief.counts),
        misreadings=tuple(domain.Misreading(**e.model_dump()) for e in brief.misreadings),
    )
    laid_out = lay_out(document, vocabulary.party_name)
    content = json.dumps(asdict(laid_out), ensure_ascii=False, sort_keys=True)
    return replace(laid_out, content_hash=hashlib.sha256(content.encode()).hexdigest())


def load_corpus(folder: Path) -> Corpus:
    """All briefs and vocabularies under `folder`; CorpusError lists every fault found."""
    vocabulary = load_vocabulary(folder)
    files, faults = read_briefs(folder)
    if faults:
        raise CorpusError(tuple(faults))
    if not files:
        raise CorpusError((f"{folder}: no briefs found as <group>/<id>.md",))
    documents = tuple(document_of(file, vocabulary) for file in files)
    return Corpus(documents, vocabulary)
