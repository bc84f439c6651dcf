"""Templates under prompts/: loaded once, rendered strictly (an undeclared variable is an error).

`Wording` holds the sentences composed without a language model, `Prompts` what a model is told:
one file a call, each with a block `rules` and a block `request`, and in its first line the
variables that it takes: `{# takes: question, evidence #}`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    meta,
    nodes,
)

from assistant.errors import CorpusError
from assistant.ports import Prompt

LANGUAGES = ("en", "zh")
_TAKES = re.compile(r"\{#\s*takes:([^#]*)#\}")
_BLANKS = re.compile(r"\n{3,}")


class Wording:
    """The sentences of prompts/wording.yaml and of files like it, by key and language."""

    def __init__(self, folder: Path, files: Sequence[str] = ("wording.yaml",)) -> None:
        """Read the files; CorpusError names a missing or broken template, or one given twice."""
        self._templates: dict[tuple[str, str], Template] = {}
        for name in files:
            self._read(folder / name)

    def _read(self, path: Path) -> None:
        try:
            rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise CorpusError((f"{path}: missing; set COMMON_GROUND_PROMPTS_DIR",)) from error
        environment = Environment(undefined=StrictUndefined, autoescape=False)
        for key, row in rows.items():
            if (key, LANGUAGES[0]) in self._templates:
                raise CorpusError((f"{path}: {key}: another file has a wording of this name",))
            for language in LANGUAGES:
                if language not in row:
                    raise CorpusError((f"{path}: {key}: no wording in {language!r}",))
                try:
                    self._templates[key, language] = environment.from_string(row[language])
                except TemplateError as error:
                    raise CorpusError((f"{path}: {key}.{language}: {error}",)) from error

    def names(self) -> list[str]:
        """Every key, sorted."""
        return sorted({key for key, _ in self._templates})

    def say(self, key: str, language: str, **values: object) -> str:
        """The sentence with its values; raises KeyError or jinja2.UndefinedError if misused."""
        return self._templates[key, language].render(values)


class Prompts:
    """What a language model is told, one template a call; checked when they are loaded."""

    def __init__(self, folder: Path) -> None:
        """Read `folder`/*.jinja; CorpusError names the file and its fault."""
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._takes = {path.stem: self._declared(path) for path in sorted(folder.glob("*.jinja"))}
        if not self._takes:
            raise CorpusError((f"{folder}: no *.jinja; set COMMON_GROUND_PROMPTS_DIR",))

    def names(self) -> list[str]:
        """Every call that has a template, sorted."""
        return sorted(self._takes)

    def takes(self, name: str) -> frozenset[str]:
        """The variables that a template declares."""
        return self._takes[name]

    def prompt(self, name: str, **values: object) -> Prompt:
        """The prompt of one call; TypeError if its values are not those that it declares."""
        if set(values) != self._takes[name]:
            wrong = ", ".join(sorted(set(values) ^ self._takes[name]))
            raise TypeError(f"prompts/{name}.jinja takes other values: {wrong}")
        template = self._environment.get_template(f"{name}.jinja")
        context = template.new_context(values)
        parts = ("".join(template.blocks[block](context)) for block in ("rules", "request"))
        return Prompt(*(_BLANKS.sub("\n\n", part).strip() for part in parts))

    def _declared(self, path: Path) -> frozenset[str]:
        """The declared variables, which have to be those used, parts included."""
        source = path.read_text(encoding="utf-8")
        match = _TAKES.match(source)
        if match is None:
            raise CorpusError((f"{path}: its first line has to be {{# takes: … #}}",))
        declared = frozenset(word.strip() for word in match[1].split(",") if word.strip())
        try:
            used, blocks = self._used(path.name)
        except TemplateError as error:
            raise CorpusError((f"{path}: {error}",)) from error
        if not {"rules", "request"} <= blocks:
            raise CorpusError((f"{path}: needs the blocks rules and request",))
        if used != declared:
            wrong = ", ".join(sorted(used ^ declared))
            raise CorpusError((f"{path}: declared and used variables differ: {wrong}",))
        return declared

    def _used(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """The variables and blocks of a template and of the parts it includes."""
        source = (self._folder / name).read_text(encoding="utf-8")
        tree = self._environment.parse(source)
        used = frozenset(meta.find_undeclared_variables(tree))
        blocks = frozenset(block.name for block in tree.find_all(nodes.Block))
        for part in meta.find_referenced_templates(tree):
            if part is not None:
                self._environment.get_template(part)
                used |= self._used(part)[0]
        return used, blocks
