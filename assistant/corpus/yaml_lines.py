"""YAML that remembers its lines, so that a fault can name the place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.errors import CorpusError

Location = tuple[str | int, ...]


class _PlainLoader(yaml.SafeLoader):
    """Knows text, whole numbers and null only: NO stays Norway, 2024-05-21 stays text."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - PyYAML's own attribute


_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""]
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]*)$"), list("0123456789")
)


def read_yaml(text: str, path: Path, first_line: int = 1) -> tuple[Any, Mapping[Location, int]]:
    """The data of a YAML text and the line of each of its places; CorpusError if malformed."""
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {(): first_line}
        _refuse_repeated_keys(node)
        return loader.construct_document(node), dict(_lines(node, (), first_line))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        raise CorpusError((f"{path}:{line}: not valid YAML: {error.problem}",)) from error
    finally:
        loader.dispose()


def _refuse_repeated_keys(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the field {key.value!r} stands twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
            _refuse_repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value)


def _lines(node: yaml.Node, place: Location, first_line: int) -> list[tuple[Location, int]]:
    found: list[tuple[Location, int]] = [(place, node.start_mark.line + first_line)]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found.extend(_lines(value, (*place, key.value), first_line))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found.extend(_lines(value, (*place, number), first_line))
    return found


def line_of(lines: Mapping[Location, int], place: Location) -> int:
    """The line of the nearest known place at or above `place`."""
    for length in range(len(place), -1, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 1


def faults_of(error: ValidationError, lines: Mapping[Location, int], path: Path) -> tuple[str, ...]:
    """One line a fault: file:line: field: what is wrong."""
    found = []
    for fault in error.errors():
        field = ".".join(str(part) for part in fault["loc"]) or "file"
        message = fault["msg"].removeprefix("Value error, ")
        found.append(f"{path}:{line_of(lines, fault['loc'])}: {field}: {message}")
    return tuple(found)
