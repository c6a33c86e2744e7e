"""Schemes to start from: published ones as far as they are published, and a plain one. What is ours, the note says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Template:
    """A scheme as data for `scheme_of`. `source` says where it was published."""

    key: str
    title: str
    source: str
    data: Mapping[str, Any]


def _template(key: str, text: str) -> Template:
    data = tomllib.loads(text, parse_float=Decimal)
    source = data.pop("source")
    return Template(key, data["title"], source, data)


def _all() -> dict[str, Template]:
    found = sorted(files(__package__).joinpath("schemes").iterdir(), key=lambda file: file.name)
    keys = [(file.name.removesuffix(".toml"), file) for file in found if file.name.endswith(".toml")]
    return {key: _template(key, file.read_text(encoding="utf-8")) for key, file in keys}


TEMPLATES: Mapping[str, Template] = MappingProxyType(_all())
