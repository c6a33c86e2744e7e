"""The sentences of the simulated year, from a file: sections of lines, of which chance picks one."""

from __future__ import annotations

from pathlib import Path
from random import Random

FILE = Path(__file__).parents[1] / "demo" / "words.txt"


class Words:
    """Lines by section. {名} in a line is filled in by whoever asks."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[str]] = {}
        section: list[str] = []
        for line in text.splitlines():
            if line.startswith("# "):
                section = self._lines.setdefault(line[2:].strip(), [])
            elif line.strip():
                section.append(line.strip())

    def pick(self, section: str, draw: Random, **filled: object) -> str:
        """One line of the section. Raises KeyError for a section or a filling that is not there."""
        return self.line(section, draw).format_map({name: str(value) for name, value in filled.items()})

    def line(self, section: str, draw: Random) -> str:
        """One line of the section, not filled in."""
        return draw.choice(self._lines[section])

    def pairs(self, section: str) -> list[tuple[str, ...]]:
        """All lines of the section, split at the bars."""
        return [tuple(part.strip() for part in line.split("｜")) for line in self._lines[section]]


def load() -> Words:
    return Words(FILE.read_text(encoding="utf-8"))
