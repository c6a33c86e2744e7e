"""A file is what its bytes are. What does harm, or lies, is refused with a sentence that says how to mend it."""

from __future__ import annotations

import random
import unicodedata
import zipfile

import hostile
import pytest
from hostile import HTML, JPG, PDF, PNG, SVG, TIF, WEBP
from hypothesis import given
from hypothesis import strategies as st

from jixiao.intake import attachments
from jixiao.intake.attachments import ENDINGS, MEDIA_TYPES, NAME_LIMIT, TITLES, Attachment, Unfit, look_at, safe_name

GOOD = [
    ("验收单.pdf", PDF, "pdf"),
    ("公文.OFD", hostile.office("ofd"), "ofd"),
    ("报告.docx", hostile.office("docx"), "docx"),
    ("报告.wps", hostile.office("docx"), "wps"),
    ("报告.wps", hostile.ole("WordDocument"), "wps"),
    ("报告.doc", hostile.ole("WordDocument", "Workbook"), "doc"),
    ("报告.doc", hostile.old_word(encrypted=False), "doc"),
    ("统计表.xls", hostile.old_excel(encrypted=False), "xls"),
    ("统计表.xlsx", hostile.office("xlsx"), "xlsx"),
    ("统计表.xls", hostile.ole("Workbook"), "xls"),
    ("统计表.xls", hostile.ole("Book"), "xls"),
    ("统计表.et", hostile.ole("Workbook"), "et"),
    ("汇报.pptx", hostile.office("pptx"), "pptx"),
    ("带图表的汇报.pptx", hostile.office("pptx", ("ppt/embeddings/表1.xlsx", hostile.office("xlsx"))), "pptx"),
    ("现场.jpg", JPG, "jpg"),
    ("现场.JPEG", JPG, "jpg"),
    ("现场.png", PNG, "png"),
    ("扫描件.tiff", TIF, "tif"),
    ("照片.webp", WEBP, "webp"),
    ("说明.txt", "一季度已完成3个，比例<100%。".encode(), "txt"),
    ("说明.txt", "一季度已完成3个。".encode("gb18030"), "txt"),
    ("说明.txt", "一季度已完成3个。".encode("utf-16"), "txt"),
]


@pytest.mark.parametrize(("name", "data", "kind"), GOOD, ids=lambda value: value if isinstance(value, str) else "")
def test_what_an_office_attaches_is_taken(name: str, data: bytes, kind: str) -> None:
    assert look_at(name, data) == Attachment(kind, MEDIA_TYPES[kind], name)


REFUSED = [
    ("空.pdf", b"", "0 字节"),
    ("网页.pdf", HTML, "内容不是 pdf 格式，不能上传。它是网页"),
    ("网页.jpg", b"\n\n" + HTML, "它是网页"),
    ("网页.txt", "以下是说明。\n<script>alert(1)</script>".encode(), "它是网页"),
    ("网页.txt", b"\xef\xbb\xbf<ScRiPt src=x>", "它是网页"),
    ("网页.txt", "<html>".encode("utf-16"), "它是网页"),
    ("导出.xls", b"<table><tr><td>1</td></tr></table>", "另存为 xlsx"),
    ("图.svg", SVG, "它是 SVG 图形，里面可以藏脚本。请另存为 png"),
    ("图.png", SVG, "它是 SVG"),
    ("网页.html", HTML, "“网页.html”不能上传。它是网页"),
    ("程序.exe", b"MZ\x90\x00", "它是程序或脚本"),
    ("程序.pdf", b"MZ\x90\x00", "它是程序或脚本"),
    ("程序.docx", b"\x7fELF\x02\x01", "它是程序或脚本"),
    ("脚本.txt", b"#!/bin/sh\nrm -rf /\n", "它是程序或脚本"),
    ("脚本.bat", b"@echo off\r\n", "“脚本.bat”不能上传"),
    ("压缩包.zip", hostile.zipped(("验收单.pdf", PDF)), "请解压后把里面的文件一起选中上传"),
    ("压缩包.docx", hostile.zipped(("验收单.pdf", PDF)), "它是压缩包"),
    ("压缩包.rar", b"Rar!\x1a\x07\x01\x00", "它是压缩包"),
    ("动图.gif", b"GIF89a" + bytes(8), "另存为 png 或 jpg"),
    ("图.bmp", b"BM" + bytes(20), "另存为 png 或 jpg"),
    ("照片.heic", b"\x00\x00\x00\x18ftypheic" + bytes(8), "苹果手机"),
    ("照片.jpg", b"\x00\x00\x00\x18ftypheic" + bytes(8), "另存为 jpg"),
    ("录像.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(8), "音频或视频"),
    ("录音.webp", b"RIFF\x10\x00\x00\x00WAVEfmt ", "音频或视频"),
    ("文档.doc", b"{\\rtf1 a}", "另存为 docx"),
    ("照片.png", JPG, "而是 jpg。请把扩展名改成 jpg"),
    ("报告.docx", hostile.office("xlsx"), "而是 xlsx 或 et。请把扩展名改成 xlsx"),
    ("报告.docx", hostile.ole("WordDocument"), "请把扩展名改成 doc"),
    ("汇报.ppt", hostile.ole("PowerPoint Document"), "另存为 pptx 或 PDF"),
    ("没有扩展名", PDF, "附件请用 PDF"),
    ("坏的.pdf", bytes(range(256)), "认不出是什么"),
    ("宏.docx", hostile.office("docx", ("word/vbaProject.bin", b"x")), "带有宏"),
    ("密码.docx", hostile.ole("EncryptionInfo", "EncryptedPackage"), "加了打开密码，别人打不开。请去掉密码"),
    ("密码.docx", hostile.encrypted_entry(), "加了密码"),
    ("密码.doc", hostile.old_word(encrypted=True), "加了打开密码，别人打不开"),
    ("密码.xls", hostile.old_excel(encrypted=True), "加了打开密码，别人打不开"),
    ("坏的.docx", hostile.office("docx")[:-30], "已经损坏"),
    ("两样.docx", hostile.office("docx", ("xl/workbook.xml", b"x")), "认不出是什么"),
    ("炸弹.docx", hostile.lying_about_size(), "压缩得异常"),
    ("炸弹.xlsx", hostile.dense(), "解开后有 12 MB，压缩得异常"),
    ("炸弹.docx", hostile.crowded(), "超过 5000 个"),
    ("重叠.docx", hostile.overlapping(), "重复或重叠"),
    ("重名.docx", hostile.twice_the_same_name(), "重复或重叠"),
    ("前面有网页.docx", hostile.behind_a_page(), "重复或重叠"),
    ("套娃.docx", hostile.office("docx", ("word/炸弹.zip", b"PK")), "夹带了压缩包或程序（炸弹.zip）"),
    ("夹带.docx", hostile.office("docx", ("word/embeddings/a.EXE", b"MZ")), "夹带了压缩包或程序（a.EXE）"),
    ("越界.docx", hostile.office("docx", ("../../etc/passwd", b"x")), "内部路径异常"),
    ("越界.docx", hostile.office("docx", ("/etc/passwd", b"x")), "内部路径异常"),
]


@pytest.mark.parametrize(
    ("name", "data", "sentence"), REFUSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_does_harm_or_lies_is_refused_with_what_to_do(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Unfit) as unfit:
        look_at(name, data)
    assert sentence in str(unfit.value)
    assert name in str(unfit.value)
    assert str(unfit.value).endswith(("。", "）"))


def test_a_file_over_the_limit_is_refused_before_it_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "_kinds", lambda _: pytest.fail("looked into"))
    with pytest.raises(Unfit, match="超过 10 MB，没有保存。请压缩"):
        look_at("大.pdf", PDF.ljust(attachments.MAX_BYTES + 1))


def test_nothing_of_a_container_is_ever_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    for name, data, _ in GOOD + REFUSED:
        try:
            look_at(name, data)
        except Unfit:
            continue


def test_the_directory_of_a_crowded_container_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = hostile.crowded()
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("read"))
    with pytest.raises(Unfit, match="超过 5000 个"):
        look_at("炸弹.docx", crowded)


NAMES = [
    ("../../etc/验收单.pdf", "验收单.pdf"),
    ("C:\\Users\\王\\桌面\\验收单.pdf", "验收单.pdf"),
    ("/etc/passwd\x00.pdf", "passwd.pdf"),
    ("验收\r\nSet-Cookie: a=b.pdf", "验收Set-Cookie_ a=b.pdf"),
    ("验收\u202efdp.exe", "验收fdp.exe"),  # would be shown as 验收exe.pdf
    ("\u200b\ufeff验收单.pdf", "验收单.pdf"),
    (" 验收单 .pdf. ", "验收单.pdf"),
    ('a<b>"c|d?.pdf', "a_b__c_d_.pdf"),
    ("..", "未命名"),
    ("", "未命名"),
    ("验" * 300 + ".pdf", "验" * (NAME_LIMIT - 4) + ".pdf"),
    ("a." + "b" * 300, ("a." + "b" * 300)[:NAME_LIMIT]),
]


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_name_loses_its_path_and_what_cannot_be_seen(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(st.characters(), max_size=400))
def test_no_name_at_all_keeps_a_path_a_hidden_character_or_too_much(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= NAME_LIMIT
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe not in {".", ".."}
    assert all(unicodedata.category(sign)[0] != "C" for sign in safe)
    assert safe_name(safe) == safe


@given(st.binary(max_size=600), st.sampled_from(ENDINGS))
def test_any_bytes_are_taken_or_refused_and_never_break(data: bytes, ending: str) -> None:
    try:
        looked = look_at(f"a.{ending}", data)
    except Unfit as unfit:
        assert "a." in str(unfit)
    else:
        assert looked.kind in TITLES


@pytest.mark.parametrize("seed", range(200))
def test_a_document_with_broken_bytes_is_taken_or_refused_and_never_breaks(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(hostile.office(dice.choice(["docx", "xlsx", "pptx", "ofd"]), ("word/a.xml", b"a" * 50)))
    for _ in range(dice.randint(1, 12)):
        data[dice.randrange(4, len(data))] = dice.randrange(256)
    try:
        look_at("a.docx", bytes(data[: dice.choice([len(data), len(data) - 1, len(data) // 2])]))
    except Unfit as unfit:
        assert "a.docx" in str(unfit)


def test_no_kind_is_ever_served_as_a_page() -> None:
    assert set(MEDIA_TYPES) == set(TITLES)
    assert not [media for media in MEDIA_TYPES.values() if "html" in media or "svg" in media or media.endswith("/xml")]
