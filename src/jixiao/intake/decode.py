"""Bytes to text: which encoding the document is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from jixiao.intake.limits import MAX_BYTES, MAX_LINE, Unreadable

_BINARY = (
    (b"PK\x03\x04", "Word、Excel 或压缩文件"),
    (b"%PDF", "PDF 文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
)
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u00ad\u202a-\u202e\u2060-\u2069\ud800-\udfff]"
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)


def decode(data: bytes) -> tuple[str, int]:
    """The text of a document and how many invisible characters were left out of it.

    Raises Unreadable for an empty, oversized or binary document. Line ends become \\n.
    """
    _refuse_foreign(data)
    text = _as_text(data)
    if text.startswith("\ufeff"):
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, dropped = _CONTROLS.subn("", text)
    if dropped > max(200, len(text) // 20):
        raise _not_text("二进制文件")
    if not text.strip():
        raise Unreadable(
            "文件是空的，没有可读的文字；请确认选对了文件。", "The file is empty; check that it is the right one."
        )
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise Unreadable(
            f"文件中有一行长达{longest:,}个字符，不像公文；请用“另存为”重新导出文本后再导入。",
            f"One line is {longest:,} characters long, which no official document has; export the text again.",
        )
    return text, dropped


def _refuse_foreign(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1048576
        raise Unreadable(
            f"文件超过上限{limit} MB；请去掉无关内容，只保留方案和考评表后重新导入。",
            f"The file is larger than {limit} MB; keep only the plan and its table and try again.",
        )
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise _not_text(what)


def _not_text(what: str) -> Unreadable:
    return Unreadable(
        f"这是{what}，目前只能读取文本、Markdown 和网页（.txt、.md、.html）；请先“另存为”纯文本或网页再导入。",
        "This is not a text, Markdown or HTML file; save it as one of these and try again.",
    )


def _as_text(data: bytes) -> str:
    for bom, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    guess = _utf16_without_mark(data)
    if guess:
        return data.decode(guess, errors="replace")
    declared = _DECLARED.search(data[:2048])
    name = declared.group(1).decode("ascii").lower() if declared else "gb18030"
    for encoding in (name, "gb18030"):
        try:
            if not encoding.startswith(("gb", "utf")) or encoding == "gb18030":
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") > max(20, len(text) // 100):
        raise _not_text("二进制文件或编码不明的文件")
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: the order in which the text is Chinese, if there is one."""
    if len(data) % 2 or data[:4000].count(b"\x00") < 2:
        return None
    counts = {name: _usual(data[:2000].decode(name, errors="replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] * 2 > len(data[:2000]) // 2 else None


def _usual(text: str) -> int:
    """How many of the characters are such as Chinese documents hold."""
    return sum("\u4e00" <= c <= "\u9fff" or c in "，。、；：（）\n\t" for c in text)
