"""Bad documents are refused or remarked on in plain Chinese, quickly, and never crash the reader."""

from __future__ import annotations

import codecs
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bad_input as bad
import pytest

from jixiao.core import plan_json
from jixiao.core.findings import Finding
from jixiao.intake import Unreadable, read_document

SECONDS, MEGABYTES = 2.0, 300
HAN = re.compile(r"[\u4e00-\u9fff]")

# Runs apart so that its processor time and its largest memory are its own.
MEASURE = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (8, 8))
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
from jixiao.core import plan_json
from jixiao.intake import Unreadable, read_document
data = open(sys.argv[1], "rb").read()
begin = time.process_time()
try:
    reading = read_document(data, sys.argv[1])
    json.dumps(plan_json.dump(reading.plan, reading.findings), default=str)
    said, rows = [f.message for f in reading.findings], len(reading.plan.rows)
except Unreadable as refusal:
    said, rows = [str(refusal)], 0
seconds = time.process_time() - begin
peak = next(int(x.split()[1]) for x in open("/proc/self/status") if x.startswith("VmHWM")) / 1024
print(json.dumps({"seconds": seconds, "megabytes": peak, "said": said[:50], "rows": rows}))
"""


def assert_plain_chinese(sentence: str) -> None:
    assert len(HAN.findall(sentence)) >= 6, sentence
    assert sentence.rstrip().endswith(("。", "！", "？", "）")), sentence


def dumped(data: bytes, name: str = "plan.txt") -> tuple[dict[str, Any], Sequence[Finding]]:
    """The product's JSON, proved to be strict JSON in UTF-8 without NaN and Infinity."""
    reading = read_document(data, name)
    for finding in reading.findings:
        assert_plain_chinese(finding.message)
    text = json.dumps(plan_json.dump(reading.plan, reading.findings), ensure_ascii=False, allow_nan=False)
    text.encode("utf-8")
    return json.loads(text), reading.findings


def at_line(findings: Sequence[Finding], line: int) -> list[Finding]:
    return [f for f in findings if any(p.line == line for p in f.places)]


REFUSED = {
    "empty": b"",
    "spaces only": " \t\r\n　\n".encode(),
    "only a byte order mark": codecs.BOM_UTF8,
    "a picture": bad.PNG,
    "a ZIP or DOCX": bad.zipped(),
    "random bytes": bad.random_bytes(),
    "NUL bytes only": b"\x00" * 5000,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "an old DOC": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_text_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_document(data, "plan.txt")
    assert_plain_chinese(str(refusal.value))
    assert "请" in str(refusal.value)
    assert refusal.value.message_en


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory through /proc")
@pytest.mark.parametrize("name", bad.HEAVY)
def test_heavy_documents_cost_little(name: str, tmp_path: Path) -> None:
    make, file_name = bad.HEAVY[name]
    path = tmp_path / file_name
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["rows"] or told["said"], "neither rows nor a finding nor a refusal"
    for sentence in told["said"]:
        assert_plain_chinese(sentence)
    assert told["seconds"] <= SECONDS
    assert told["megabytes"] <= MEGABYTES


ENCODINGS = {
    "UTF-8": bad.plan().encode(),
    "UTF-8 with mark": bad.plan().encode("utf-8-sig"),
    "GB18030": bad.plan(owner="龙㛃").encode("gb18030"),
    "GBK": bad.plan().encode("gbk"),
    "GB2312": bad.plan(owner="江里").encode("gb2312"),
    "UTF-16 LE with mark": codecs.BOM_UTF16_LE + bad.plan().encode("utf-16-le"),
    "UTF-16 BE with mark": codecs.BOM_UTF16_BE + bad.plan().encode("utf-16-be"),
    "UTF-16 LE": bad.plan().encode("utf-16-le"),
    "UTF-16 BE": bad.plan().encode("utf-16-be"),
    "old Mac line ends": bad.plan().replace("\n", "\r").encode(),
    "Windows line ends": bad.plan().replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_usual_encoding_gives_the_same_rows(data: bytes) -> None:
    plan, _ = dumped(data)
    assert [r["l2"] for r in plan["rows"]] == ["改造老旧公园3座", "新建街头绿地12处", "落实党风廉政责任"]
    assert [float(r["weight"]) for r in plan["rows"]] == [40, 40, 20]
    assert plan["meta"]["organisation"] == "柏洄市园林局"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "utf-8", "GB_2312-80", "no-such-thing", "hex"])
def test_a_page_is_read_whatever_encoding_it_claims(label: str) -> None:
    page = bad.html_plan().replace("<body>", f'<head><meta charset="{label}"></head><body>')
    plan, _ = dumped(page.encode("gb18030"), "plan.html")
    assert [r["l1"] for r in plan["rows"]] == ["改造老旧公园3座", "新建街头绿地12处"]


@pytest.mark.parametrize(
    "weight",
    ["1e999", "99999999999999999999", "NaN", "nan", "∞", "Infinity", "-Infinity", "1e-999", "0x10", "4O", "40..0",
     "--5", "四十又", "1" * 500],
)  # fmt: skip
def test_a_weight_that_is_no_sane_number_is_pointed_at(weight: str) -> None:
    plan, findings = dumped(bad.plan(weight=weight).encode())
    assert len(plan["rows"]) == 3
    read = plan["rows"][1]["weight"]
    assert read is None or 0 <= float(read) <= 10_000
    assert at_line(findings, bad.BAD_LINE)


@pytest.mark.parametrize("weight", ["-0", "－０"])
def test_minus_zero_is_zero_or_nothing(weight: str) -> None:
    plan, findings = dumped(bad.plan(weight=weight).encode())
    read = plan["rows"][1]["weight"]
    assert read is None or str(read) in ("0", "0.0")
    assert findings


@pytest.mark.parametrize("weight", ["４０", "40分", "40.0", "４０．００", "（40分）", " 40 ", "40\u200b", "四十"])
def test_a_weight_in_another_dress_is_the_same_number(weight: str) -> None:
    plan, _ = dumped(bad.plan(weight=weight).encode())
    assert float(plan["rows"][1]["weight"]) == 40


def test_nul_bytes_in_text_are_left_out() -> None:
    plan, _ = dumped(bad.plan(text="新建\x00街头绿地\x0012处").encode())
    assert plan["rows"][1]["l2"] == "新建街头绿地12处"


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u2060"])
def test_invisible_characters_do_not_hide_in_names(sign: str) -> None:
    plan, _ = dumped(bad.plan(owner=f"江{sign}蓠", text=f"新建{sign}街头绿地12处").encode())
    assert plan["rows"][1]["owners"] == ["江蓠"]
    assert plan["rows"][1]["l2"] == "新建街头绿地12处"


def test_a_lone_surrogate_does_not_break_the_output() -> None:
    plan, _ = dumped(bad.plan(text="新建@街头绿地").encode().replace(b"@", b"\xed\xa0\x80"))
    assert len(plan["rows"]) == 3
    wide = codecs.BOM_UTF16_LE + bad.plan(text="新建@街头绿地").encode("utf-16-le").replace(b"@\x00", b"\x00\xd8")
    assert len(dumped(wide)[0]["rows"]) == 3


HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b onclick='alert(1)'>粗</b>"]


@pytest.mark.parametrize("code", HOSTILE)
@pytest.mark.parametrize("name", ["plan.html", "plan.txt", "plan.md"])
def test_active_content_does_not_reach_the_rows(code: str, name: str) -> None:
    cell = f"新建街头{code}绿地12处"
    page = bad.html_plan(cell) if name.endswith("html") else bad.plan(text=cell)
    plan, _ = dumped(page.encode(), name)
    live = r"<\s*script|on\w+\s*=" + ("|alert" if name.endswith("html") else "")  # in plain text the words may stay
    for row in plan["rows"]:
        assert not re.search(live, json.dumps(row, ensure_ascii=False))
    assert any("新建街头" in (r["l2"] or r["l1"] or "") for r in plan["rows"])


UNCLOSED = {
    "no end tags": re.sub(r"</(td|th|tr|table|body|html)>", "", bad.html_plan()),
    "upper case": re.sub(r"<(/?\w+)", lambda m: m.group(0).upper(), bad.html_plan()),
    "a stray end tag": bad.html_plan(cell="新建街头绿地12处</div></span>"),
    "ends inside a tag": bad.html_plan() + "<td colspan=",
    "a less-than sign": bad.html_plan(cell="误差 < 5 且 > 2"),
}


@pytest.mark.parametrize("page", UNCLOSED.values(), ids=UNCLOSED.keys())
def test_sloppy_pages_are_read(page: str) -> None:
    plan, _ = dumped(page.encode(), "plan.html")
    assert [float(r["weight"]) for r in plan["rows"]] == [60, 40]


@pytest.mark.parametrize("span", ["0", "-3", "x", "1e9", "99999999999999999999", ""])
def test_a_senseless_span_does_not_lose_the_row(span: str) -> None:
    page = bad.html_plan().replace("<td>2</td>", f'<td colspan="{span}" rowspan="{span}">2</td>')
    try:
        plan, _ = dumped(page.encode(), "plan.html")
    except Unreadable as refusal:
        assert_plain_chinese(str(refusal))
    else:
        assert plan["rows"]


def test_a_table_without_points_is_read_and_the_lack_said() -> None:
    text = re.sub(r"\t(分值|40|20|100)(?=\t)", "", bad.plan())
    plan, findings = dumped(text.encode())
    assert len(plan["rows"]) == 3
    assert any(f.code == "no-points-column" for f in findings)


def test_prose_without_any_table_says_so() -> None:
    plan, findings = dumped("关于做好公园管理工作的通知\n\n请各单位认真抓好落实，按时报送情况。\n".encode())
    assert plan["rows"] == []
    assert any(f.code == "no-table" for f in findings)


@pytest.mark.parametrize("name", ["", "plan", "plan.TXT", "计划.txt", "../../etc/passwd", "a" * 5000, "x.docx", "\x00"])
def test_the_file_name_is_only_a_hint(name: str) -> None:
    plan, _ = dumped(bad.plan().encode(), name)
    assert len(plan["rows"]) == 3


def command(path: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "jixiao.site.cli", "read", str(path), "--json"]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("kind", ["empty", "a picture", "random bytes"])
def test_the_command_ends_with_2_and_a_sentence(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(REFUSED[kind])
    done = command(path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert HAN.search(done.stderr)


def test_the_command_ends_with_2_when_there_is_no_file(tmp_path: Path) -> None:
    done = command(tmp_path / "absent.txt")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert HAN.search(done.stderr)


def test_the_command_prints_the_plan_as_json(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(bad.plan(), encoding="utf-8")
    done = command(path)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["rows"]) == 3
