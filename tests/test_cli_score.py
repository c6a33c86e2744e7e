"""`jixiao score` and `jixiao explain`: what they print, what they find, what they refuse."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jixiao.core.scoring.bundle import pack, unpack
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Given, Sheet
from jixiao.core.scoring.scheme import Component, Missing, Scheme
from jixiao.site import cli_bundles
from jixiao.site.cli import main

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "results-2026.json"
Change = Callable[[Any], None]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit status, output, complaints."""
    status = main(words)
    said = capsys.readouterr()
    return status, said.out, said.err


def changed(tmp_path: Path, change: Change) -> str:
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    change(data)
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(file)


def bundle(tmp_path: Path, *sheets: Sheet) -> str:
    """A bundle with one part that others gave, open where nobody did."""
    scheme = Scheme("考评", components=(Component("a", "评议", Decimal(1), missing=Missing.REFUSE),))
    file = tmp_path / "bundle.json"
    file.write_text(pack("考评", 2026, "2027-01-15", [], scheme, sheets, score_all(scheme, sheets)), encoding="utf-8")
    return str(file)


def test_an_untouched_bundle_is_a_table_and_a_clean_bill(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "score", str(EXAMPLE))
    assert (status, err) == (0, "")
    rows = [line.split() for line in out.splitlines() if re.match(r" +\d ", line)]
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        ("1", "青澜市园林局", "优秀", "94.97"),
        ("2", "青澜市水务局", "良好", "90.29"),
        ("3", "青澜市文旅局", "一般", "71.67"),
    ]
    assert rows[0][4:] == ["67.9000", "9.2000", "18.2700", "0", "−0.4000"]
    assert "○ 青澜市文旅局缺数据：3-1，已按规则处理。" in out
    assert "✓ 规则和数据与输入摘要相符" in out
    assert "✓ 3家单位的每个数字都与得分包一致，逐位相同。" in out


def test_the_order_of_sheets_and_the_layout_of_the_file_do_not_matter(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plain = run(capsys, "score", str(EXAMPLE))
    turned = changed(tmp_path, lambda data: data["sheets"].reverse())
    assert run(capsys, "score", turned) == plain


def test_a_changed_figure_is_named_with_both_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = changed(tmp_path, lambda data: data["results"]["1"].update(total="95.97", rank=2))
    status, out, _ = run(capsys, "score", file)
    assert status == 1
    assert "✓ 规则和数据与输入摘要相符" in out
    assert "■ 2处与得分包不一致：" in out
    assert '青澜市园林局　总分：得分包写 "95.97"，重新计算得 "94.97"' in out
    assert "青澜市园林局　名次：得分包写 2，重新计算得 1" in out


def test_a_changed_input_breaks_the_digest_and_the_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = changed(tmp_path, lambda data: data["sheets"][0]["entries"][1].update(values=["20"]))
    status, out, _ = run(capsys, "score", file)
    assert status == 1
    assert "■ 规则或数据与输入摘要不符" in out
    assert "总分：得分包写" in out


def test_an_input_that_changes_no_figure_is_found_by_the_digest_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = changed(tmp_path, lambda data: data["sheets"][0]["entries"][0].update(values=["13"]))
    status, out, _ = run(capsys, "score", file)
    assert (status, "■ 规则或数据与输入摘要不符" in out, "逐位相同" in out) == (1, True, True)


def test_as_json_it_says_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "score", str(EXAMPLE), "--json")
    told = json.loads(out)
    assert (status, told["identical"], told["digest_holds"], told["differences"]) == (0, True, True, [])
    assert told["results"]["2"]["total"] == "90.29"
    assert told["results"]["2"]["name"] == "青澜市水务局"
    status, out, _ = run(
        capsys, "score", changed(tmp_path, lambda data: data["results"]["1"].update(grade="良好")), "--json"
    )
    assert status == 1
    assert json.loads(out)["differences"] == [
        {"organisation": "青澜市园林局", "figure": "grade", "stated": '"良好"', "computed": '"优秀"'}
    ]


def test_who_is_kept_apart_or_lacks_data_has_no_rank(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given = {"a": Given(Decimal(90))}
    file = bundle(
        tmp_path, Sheet("1", "甲局", given=given), Sheet("2", "乙局"), Sheet("3", "丙局", "", True, given=given)
    )
    status, out, _ = run(capsys, "score", file)
    assert status == 0
    assert "未分组（3家）" in out
    assert re.search(r"单列 +丙局", out)
    assert re.search(r"— +乙局 +— +— +—", out)
    assert "○ 乙局缺数据：评议，没有总分。" in out


@pytest.mark.parametrize("command", ["score", "explain"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件不是 JSON 格式"),
        (b"\xff\xfe\x00", "文件不是 UTF-8 编码的文本"),
        (b'{"format": 1}', "缺少 sheets 或 results"),
        (b'{"format": 1, "sheets": [], "results": {}, "scheme": {"title": 3}}', "title：应为文字"),
    ],
)
def test_a_file_that_is_no_bundle_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, content: bytes, sentence: str
) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    status, out, err = run(capsys, command, str(file))
    assert (status, out) == (2, "")
    assert sentence in err
    assert "请使用在“得分计算”页下载的文件" in err


def test_a_file_that_is_not_there_or_too_big_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, "score", str(tmp_path / "none.json")) == (
        2, "", f"打不开“{tmp_path / 'none.json'}”：没有这个文件。请核对路径和权限。\n",
    )  # fmt: skip
    monkeypatch.setattr(cli_bundles, "MOST_BYTES", 10)
    status, _, err = run(capsys, "score", str(EXAMPLE))
    assert (status, "文件太大" in err) == (2, True)


def test_of_many_faults_the_first_are_told_and_how_many_there_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def ruin(data: Any) -> None:
        data["sheets"] = [{"organisation": str(at), "group": at} for at in range(30)]
        data["sheets"][0] = {f"x{at}": 1 for at in range(30)}

    status, _, err = run(capsys, "score", changed(tmp_path, ruin))
    assert (status, "……共31处。" in err) == (2, True)


def leaves(out: str) -> Decimal:
    """The sum of the changes of the steps that have nothing below them."""
    lines = [line for line in out.splitlines()[1:] if line.strip()]
    depths = [len(line) - len(line.lstrip(" ")) for line in lines]
    found = Decimal(0)
    for at, line in enumerate(lines):
        if at + 1 == len(lines) or depths[at + 1] <= depths[at]:
            change = re.search(r" ([+−]\d+\.\d+|0)  ", line)
            assert change is not None, line
            found += Decimal(change[1].replace("−", "-"))
    return found


@pytest.mark.parametrize(("name", "total"), [("园林局", "94.97"), ("青澜市水务局", "90.29"), ("3", "71.67")])
def test_the_steps_of_one_organisation_lead_from_the_full_marks_to_its_total(
    capsys: pytest.CaptureFixture[str], name: str, total: str
) -> None:
    status, out, err = run(capsys, "explain", str(EXAMPLE), "--organisation", name)
    assert (status, err) == (0, "")
    assert f"满分100.00分，最后得{total}分" in out
    assert 100 + leaves(out) == Decimal(total)


def test_the_tree_is_indented_and_its_changes_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "explain", str(EXAMPLE), "--organisation", "园林局")
    assert "  目标考核   " in out
    assert "        1-2　更新供水管网20公里以上。     −2.1000  目标20公里，实际18公里，完成率90%" in out
    assert "加倍扣分" in out


def test_one_indicator_is_told_of_every_organisation_that_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", str(EXAMPLE), "1-2")
    assert status == 0
    assert [line.split("　")[0] for line in out.splitlines() if not line.startswith(" ")] == [
        "青澜市园林局", "青澜市水务局", "青澜市文旅局",
    ]  # fmt: skip
    assert "同类复核由30.00分改为28.00分（何知远，2027-01-12），理由：两处管网未验收，核减" in out
    assert "  认定：同类复核 28.00　何知远　2027-01-12" in out
    assert "  规则：按比例计分（proportional）" in out


def test_by_its_key_and_of_one_organisation_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    key = unpack(EXAMPLE.read_text(encoding="utf-8")).sheets[0].entries[0].key
    status, out, _ = run(capsys, "explain", str(EXAMPLE), key, "--organisation", "园林", "--english")
    assert status == 0
    assert out.splitlines() == [
        "青澜市园林局　1-1　建成口袋公园12个以上。",
        "  target 12个, actual 12个, completion 100%; all 30.00 points",
        "  rule: proportional（proportional）",
        "  points: 30.00／30.00",
        "  change of the total: 0",
        "  evidence: 竣工验收表.pdf、现场照片.pdf",
    ]


def test_a_bonus_claim_is_explained_by_its_key(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", str(EXAMPLE), "claim-1")
    assert status == 0
    assert "国家级表彰（文化和旅游部文旅〔2026〕9号），加2.00分" in out
    assert "  总分变动：+2.0000" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "得分包里有3家单位，请用 --organisation 指定一家：青澜市园林局、青澜市水务局、青澜市文旅局。"),
        (["--organisation", "青澜市"], "名称里有“青澜市”的单位不止一家"),
        (["--organisation", "档案局"], "得分包里没有“档案局”。其中的单位有："),
        (["9-9"], "没有编号或键为“9-9”的指标"),
    ],
)
def test_what_is_not_there_or_not_one_is_refused_with_what_there_is(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    status, out, err = run(capsys, "explain", str(EXAMPLE), *words)
    assert (status, out) == (2, "")
    assert sentence in err


def test_the_only_organisation_of_a_bundle_need_not_be_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, out, _ = run(capsys, "explain", bundle(tmp_path, Sheet("1", "甲局")))
    assert (status, "数据不全，暂不能得出总分" in out) == (0, True)


def test_of_many_organisations_the_first_are_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = bundle(tmp_path, *(replace(Sheet(str(at)), name=f"{at}局") for at in range(12)))
    _, _, err = run(capsys, "explain", file)
    assert "0局、1局、10局、11局、2局、3局、4局、5局、6局、7局等12家。" in err  # in the bundle's order


def test_a_bundle_with_other_figures_is_explained_with_a_warning(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = changed(tmp_path, lambda data: data["results"]["1"].update(total="95.97"))
    status, out, err = run(capsys, "explain", file, "--organisation", "园林局")
    assert (status, "最后得94.97分" in out, "请先运行 jixiao score 核对" in err) == (1, True, True)


@pytest.mark.parametrize("words", [["score"], ["explain", "--organisation", "园林局"]])
def test_recomputing_does_not_start_django(words: list[str]) -> None:
    code = """
import sys
from jixiao.site.cli import main
assert main(sys.argv[1:]) == 0
assert not [name for name in sys.modules if name.split(".")[0] in ("django", "openpyxl")]
"""
    command = [sys.executable, "-c", code, words[0], str(EXAMPLE), *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "94.97" in done.stdout


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    """Piped into a reader that closes at once: no traceback."""
    command = [sys.executable, "-m", "jixiao.site.cli", "score", str(EXAMPLE)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0
