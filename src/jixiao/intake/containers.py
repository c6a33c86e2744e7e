"""Files that hold other files: ZIP (docx, xlsx, pptx, ofd) and OLE (doc, xls). Only tables of contents are read."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 5_000  # a presentation of some hundred pages has about two thousand
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150  # sheets of equal numbers are packed to a hundredth; the method's limit is a thousandth
_SMALL = 10 * 1024 * 1024  # unpacked, below which no ratio is odd
_DIRECTORY_ENTRY, _LOCAL_HEADER = b"PK\x01\x02", 30
_MARKS = (  # an entry that only this kind of file has
    ("word/document.xml", ("docx", "wps")),
    ("xl/workbook.xml", ("xlsx", "et")),
    ("ppt/presentation.xml", ("pptx",)),
    ("OFD.xml", ("ofd",)),
)
_NEVER_INSIDE = (
    *(".zip", ".rar", ".7z", ".gz", ".tar", ".jar"),
    *(".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".hta", ".lnk"),
)


class Broken(Exception):
    """The container cannot be taken; `str()` follows the file's name in a sentence."""


def zip_kinds(data: bytes) -> tuple[str, ...]:
    """What the ZIP may be by the names in it: ("archive",) when it is no document. Raises Broken.

    The directory's entries are counted before it is read, and sizes are those that it declares: nothing is unpacked.
    """
    if data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise Broken(f"里面的文件超过 {MAX_ENTRIES} 个，不像正常的文档。请另存为 PDF 后上传。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            entries, end = container.infolist(), container.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError, EOFError) as wrong:
        raise Broken("已经损坏，打不开。请重新导出或另存后上传。") from wrong
    names = {entry.filename for entry in entries}
    found = [kinds for mark, kinds in _MARKS if mark in names]
    if not found:
        return ("archive",)
    _refuse_tricks(entries, end, len(names))
    _refuse_bombs(entries, len(data))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ("macro",)
    return found[0] if len(found) == 1 else ()


def _refuse_tricks(entries: list[zipfile.ZipInfo], end: int, names: int) -> None:
    """What readers of ZIP understand differently, or what does harm where it is unpacked."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise Broken("加了密码，别人打不开。请去掉密码后上传。")
    if names != len(entries) or _overlap(entries, end):
        raise Broken("的内部结构异常（重复或重叠的内容）。请用 Word、Excel 或 WPS 打开，另存后上传。")
    if any(_leads_out(entry.filename) for entry in entries):
        raise Broken("的内部路径异常，可能有害。请用 Word、Excel 或 WPS 打开，另存后上传。")
    inside = next((entry.filename for entry in entries if entry.filename.lower().endswith(_NEVER_INSIDE)), "")
    if inside:
        raise Broken(f"里面夹带了压缩包或程序（{inside.rpartition('/')[2][-40:]}）。请去掉后另存上传。")


def _overlap(entries: list[zipfile.ZipInfo], end: int) -> bool:
    """Whether two entries share bytes, the trick of the densest bombs, or something lies before the first."""
    spans = sorted((entry.header_offset, _least_end(entry)) for entry in entries)
    return spans[0][0] != 0 or spans[-1][1] > end or any(one[1] > other[0] for one, other in pairwise(spans))


def _least_end(entry: zipfile.ZipInfo) -> int:
    return entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > size * MAX_RATIO):
        raise Broken(f"解开后有 {unpacked // 1024 // 1024} MB，压缩得异常，不像正常的文档。请另存为 PDF 后上传。")


def ole_kinds(data: bytes) -> tuple[str, ...]:
    """What the OLE file may be by the names of its streams. Raises Broken."""
    word, book = _entry(data, "WordDocument"), max(_entry(data, "Workbook"), _entry(data, "Book"))
    locked = _entry(data, "EncryptedPackage") >= 0
    if locked or _is_locked_word(data, _start(data, word)) or _is_locked_book(data, _start(data, book)):
        raise Broken("加了打开密码，别人打不开。请去掉密码后上传。")
    found: list[str] = []
    if word >= 0:
        found += ["doc", "wps"]
    if book >= 0:
        found += ["xls", "et"]
    if _entry(data, "PowerPoint Document") >= 0:
        found.append("ppt")
    return tuple(found)


def _entry(data: bytes, name: str) -> int:
    """Where the directory entry of that name is, on a boundary of 128 bytes; -1 when there is none."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % 128:
        at = data.find(wanted, at + 1)
    return at


def _start(data: bytes, entry: int) -> int:
    """Where the stream of a directory entry begins, if it is not a small one; the end of the data without an entry."""
    if entry < 0 or len(data) < entry + 120:
        return len(data)
    return (_number(data, entry + 116, 4) + 1) << min(_number(data, 30, 2), 12)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _is_locked_word(data: bytes, at: int) -> bool:
    """Whether the header of a Word stream says that it is encrypted ([MS-DOC] FibBase.fEncrypted)."""
    return data[at : at + 2] == b"\xec\xa5" and bool(_number(data, at + 10, 2) & 0x0100)


def _is_locked_book(data: bytes, at: int) -> bool:
    """Whether a FilePass record stands among the first of an Excel stream ([MS-XLS] FilePass)."""
    if _number(data, at, 2) != 0x0809:
        return False
    for _ in range(4):
        if _number(data, at, 2) == 0x002F:
            return True
        at += 4 + _number(data, at + 2, 2)
    return False
