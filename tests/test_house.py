"""The laws of the house: who may import whom, how large a thing may grow, what may not stand in the tree."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# Written so that the pattern does not find itself.
FORBIDDEN = re.compile(
    r"https?://[a-z0-9.-]*(p[y]pi|np[m]js|pythonh[o]sted)"
    r"|(^|[^A-Za-z0-9._-])/(w[o]rk|r[o]ot|h[o]me)/",
    re.MULTILINE,
)


def python(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def house_with(tmp_path: Path, module: str, line: str) -> Path:
    """A copy of the house in which one module says one line more."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "src" / "jixiao" / module
    target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    return tmp_path


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    command = [LINT_IMPORTS, "--config", house / "pyproject.toml", "--no-cache"]
    where = {"PYTHONPATH": str(house / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=house, env=where, capture_output=True, text=True, check=False)


def test_no_room_imports_a_room_above_it() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("core/places.py", "import jixiao.journal"),
        ("core/places.py", "import django.utils.text"),
        ("intake/__init__.py", "import jixiao.journal"),
        ("intake/__init__.py", "import jixiao.people"),
        ("press/__init__.py", "import django.utils.text"),
        ("plans/__init__.py", "import jixiao.ledger"),
        ("plans/__init__.py", "import jixiao.desk"),
    ],
)
def test_the_contracts_refuse_a_wrong_import(tmp_path: Path, module: str, line: str) -> None:
    result = lint_imports(house_with(tmp_path, module, line))
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


def test_the_contracts_refuse_a_room_without_a_floor(tmp_path: Path) -> None:
    house = house_with(tmp_path, "core/places.py", "")
    (house / "src" / "jixiao" / "cellar").mkdir()
    (house / "src" / "jixiao" / "cellar" / "__init__.py").touch()
    result = lint_imports(house)
    assert result.returncode != 0
    assert "cellar" in result.stdout + result.stderr


IMPORT_ALL = """
import importlib, pkgutil, sys
before = set(sys.modules)
for room in sys.argv[1:]:
    package = importlib.import_module(room)
    for module in pkgutil.walk_packages(package.__path__, room + "."):
        importlib.import_module(module.name)
new = {name for name in sys.modules if name not in before}
tops = {name.split(".")[0] for name in new} - {"jixiao", "numpy", *sys.stdlib_module_names}  # openpyxl takes numpy along
rooms = {".".join(name.split(".")[:2]) for name in new if name.startswith("jixiao.")}
print(sorted(tops), sorted(rooms))
"""


def test_core_uses_only_the_standard_library_and_no_other_room() -> None:
    assert python(IMPORT_ALL, "jixiao.core").strip() == "[] ['jixiao.core']"


@pytest.mark.parametrize("room", ["jixiao.intake", "jixiao.press"])
def test_intake_and_press_use_only_core_and_the_spreadsheet_library(room: str) -> None:
    assert python(IMPORT_ALL, room).strip() == f"['et_xmlfile', 'openpyxl'] ['jixiao.core', '{room}']"


def test_reading_a_file_does_not_start_django(tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text("序号\t考核指标\t分值\t责任科室\n1\t完成投资额15亿元以上\t100\t综合科\n", encoding="utf-8")
    code = """
import sys
from jixiao.site.cli import main
sys.argv = ["jixiao", "read", sys.argv[1], "--json"]
try:
    status = main()
except SystemExit as end:
    status = end.code
assert status in (0, 1, None), status
assert "jixiao.intake" in sys.modules
assert not [name for name in sys.modules if name.split(".")[0] == "django"]
"""
    assert "15亿元" in python(code, str(document))


def test_the_tree_names_no_registry_and_no_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [f"{name}: {match.group(0).strip()}" for match in FORBIDDEN.finditer(text)]
    assert found == []


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_package_with_hashes_and_without_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_locks_hold_what_the_project_asks_for_in_the_same_versions() -> None:
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    asked = [re.split(r"[\[<>=~ ]", line)[0] for line in PROJECT["project"]["dependencies"]]
    assert [name for name in asked if name not in runtime] == []
    assert runtime.items() <= dev.items()
    assert "setuptools" in runtime


def limits() -> ModuleType:
    spec = spec_from_file_location("limits", ROOT / "tools" / "limits.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_file_and_no_function_has_outgrown_its_limit() -> None:
    assert list(limits().offenders()) == []


def test_the_size_limits_bite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = limits()
    monkeypatch.setattr(rules, "ROOT", tmp_path)
    long = tmp_path / "long.py"
    long.write_text("def grown():\n" + "    pass\n" * 400, encoding="utf-8")
    ast.parse(long.read_text(encoding="utf-8"))
    assert len([*rules.too_long(long, rules.FILE_LINES), *rules.long_functions(long)]) == 2
