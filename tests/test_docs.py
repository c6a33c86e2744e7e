"""The documents keep their word: commands run, links lead somewhere, every dependency has its reason."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jixiao.site.cli import COMMANDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BIN = Path(sys.executable).parent
BLOCK = re.compile(r"(?:<!-- not run: (?P<reason>[^>]*?) -->\n)?^```(?P<tag>\S*)\n(?P<body>.*?)^```$", re.M | re.S)
SHELL = {"sh", "shell", "bash", "console"}
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    where: str
    tag: str
    body: str
    reason: str | None


def blocks() -> Iterator[Block]:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in BLOCK.finditer(text):
            line = text.count("\n", 0, match.start("body"))
            where = f"{document.relative_to(ROOT)}:{line}"
            yield Block(where, match["tag"], match["body"], match["reason"])


BLOCKS = list(blocks())
RUN = [block for block in BLOCKS if block.tag in SHELL and block.reason is None]


@pytest.mark.programs
@pytest.mark.parametrize("block", RUN, ids=lambda block: block.where)
def test_a_command_in_the_documents_runs(block: Block, tmp_path: Path) -> None:
    """In the repository's folder, with a home of its own, and with the environment that runs the tests."""
    script = block.body.replace(".venv/bin/", f"{BIN}/")
    environment = {**os.environ, "JIXIAO_HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        ["sh", "-eu", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, f"{block.where}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr


def test_every_block_says_its_language_and_unrun_commands_say_why() -> None:
    assert [block.where for block in BLOCKS if not block.tag] == []
    assert [block.where for block in BLOCKS if block.reason is not None and len(block.reason) < 10] == []


def test_the_commands_that_run_outnumber_nothing() -> None:
    """Guards the pattern above: if it stopped matching, no command would be tried at all."""
    assert len(RUN) >= 5


def test_every_link_to_a_file_leads_to_one() -> None:
    broken = []
    for document in DOCUMENTS:
        for match in LINK.finditer(document.read_text(encoding="utf-8")):
            target = match["target"].split("#")[0]
            if target and "://" not in target and not (document.parent / target).exists():
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_page_of_the_documentation_is_reached_from_its_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = {match["target"].split("#")[0] for match in LINK.finditer(index)}
    pages = {str(page.relative_to(ROOT / "docs")) for page in DOCUMENTS if page.is_relative_to(ROOT / "docs")}
    assert sorted(pages - linked - {"index.md"}) == []


def test_every_dependency_has_a_line_of_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    asked = {re.split(r"[\[<>=~ ]", line)[0] for line in lines}
    page = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.M)) == asked


def test_the_reference_lists_every_setting_and_every_command() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"""environ(?:\.get\(|\[)"(JIXIAO_[A-Z_]+)"|_switch\("(JIXIAO_[A-Z_]+)"\)""", sources))
    names = {name for pair in asked for name in pair if name}
    assert {"JIXIAO_HOME", "JIXIAO_DEBUG"} <= names
    assert names == set(re.findall(r"^\| `(JIXIAO_[A-Z_]+)` \|", settings, re.M))
    commands = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert set(COMMANDS) == set(re.findall(r"^\| `jixiao ([a-z]+)[^`]*` \|", commands, re.M))


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_first_screen_of_a_readme_shows_picture_commands_and_log_ins(readme: str) -> None:
    first = "\n".join((ROOT / readme).read_text(encoding="utf-8").splitlines()[:40])
    wanted = ["docs/images/plan-desktop.png", "./run", "./run test", "clerk", "leader", "head", "reader"]
    assert [word for word in wanted if word not in first] == []
