"""`jixiao read`: exit statuses and the two outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jixiao.site.cli import main

SOUND = "序号\t考核指标\t分值\t责任科室\n1\t制定规划一份\t60\t规划科\n2\t举办培训五场\t40\t人事科\n合计\t\t100\t\n"


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "方案.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_sound_plan_exits_0_and_shows_rows_and_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", written(tmp_path, SOUND)]) == 0
    told = capsys.readouterr().out
    assert "制定规划一份" in told
    assert "共2行，合计100分" in told
    assert "\x1b" not in told, "no colours into a file"


def test_a_plan_with_errors_exits_1_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", written(tmp_path, SOUND.replace("\t60\t", "\t50\t"))]) == 1
    assert "■ 错误" in capsys.readouterr().out


def test_an_unreadable_file_exits_2_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", written(tmp_path, "")]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert len(told.err.strip().splitlines()) == 1


def test_a_missing_file_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "没有这份.txt"]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_json_has_the_agreed_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", written(tmp_path, SOUND), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {"meta", "rows", "findings", "totals", "steps", "unread"} <= set(data)
    row = data["rows"][0]
    assert (row["no"], row["l1"], row["weight"], row["offices"]) == ("1", "制定规划一份", 60, ["规划科"])
    assert row["places"]["weight"] == {"line": 2, "column": 3, "start": 0, "end": 2}


def test_explanations_of_one_kind_take_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paged = SOUND.replace("2\t举办", "序号\t考核指标\t分值\t责任科室\n2\t举办")
    main(["read", written(tmp_path, paged)])
    assert capsys.readouterr().out.count("表头重复出现") == 1
