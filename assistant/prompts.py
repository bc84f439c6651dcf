"""Templates under prompts/: loaded once, rendered strictly (an undeclared variable is an error)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError

from assistant.errors import CorpusError

LANGUAGES = ("en", "zh")


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
