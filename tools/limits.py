"""Fails when a file or a function has grown past what one person reads at a sitting."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE_LINES = 400
FUNCTION_LINES = 60
PYTHON_FOLDERS = ("src", "tests", "tools")


def too_long(path: Path, limit: int) -> Iterator[str]:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > limit:
        yield f"{path.relative_to(ROOT)}: {lines} lines, at most {limit}"


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES}"


def offenders() -> Iterator[str]:
    for folder in PYTHON_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.parent.name == "migrations":  # written by a command, read by nobody
                continue
            yield from too_long(path, FILE_LINES)
            yield from long_functions(path)
    for path in sorted((ROOT / "src").rglob("templates/**/*.*")):
        yield from too_long(path, FILE_LINES)


if __name__ == "__main__":
    found = list(offenders())
    print("\n".join(found) or "size limits: kept")
    sys.exit(bool(found))
