"""What an attached file is, by its bytes. Its name only has to agree.

Taken are documents and pictures that an office can open and print: PDF, OFD, Word, Excel, PowerPoint, WPS, JPEG, PNG,
TIFF, WebP and plain text. Not taken: what can carry a script into a browser (HTML, SVG), what can run (programs,
scripts, documents with macros), archives (nobody sees what is in them; the files themselves are wanted), pictures that
no office uses for evidence (GIF, BMP, HEIC) and sound and film (a file of 10 MB holds a minute of it, and it cannot be
laid before an assessor on paper). Nothing is ever unpacked here: a container is judged by its table of contents.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jixiao.intake import containers
from jixiao.intake.containers import Broken
from jixiao.intake.limits import MAX_BYTES

MEGABYTES = MAX_BYTES // 1024 // 1024
NAME_LIMIT = 100  # characters: 300 bytes of Chinese would be too long for many disks
TITLES = {
    "pdf": "PDF",
    "ofd": "OFD",
    "docx": "Word",
    "doc": "Word",
    "wps": "WPS 文字",
    "xlsx": "Excel",
    "xls": "Excel",
    "et": "WPS 表格",
    "pptx": "PowerPoint",
    "jpg": "图片",
    "png": "图片",
    "tif": "图片",
    "webp": "图片",
    "txt": "文本",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "webp": "image/webp",
    "txt": "text/plain",
}
PICTURES = frozenset({"jpg", "png", "webp"})  # those a browser shows
_SAME = {"jpeg": "jpg", "tiff": "tif"}  # other endings of the same kinds
ENDINGS = (*TITLES, *_SAME)
WANTED = "PDF、OFD、Word、Excel、PowerPoint、WPS、图片（jpg、png、tif、webp）或文本（txt）"


class Unfit(Exception):
    """The file cannot be taken; `str()` says what is wrong with which file and how to mend it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that can be taken. `kind` is a key of TITLES; `safe_name` has no path and no hidden characters."""

    kind: str
    media_type: str
    safe_name: str


def look_at(name: str, data: bytes) -> Attachment:
    """Find out what the file is. Raises Unfit."""
    shown = safe_name(name)
    ending = shown.rpartition(".")[2].lower()
    ending = _SAME.get(ending, ending)
    if not data:
        raise Unfit(f"附件是空的：“{shown}”没有内容（0 字节）。请确认文件能打开，再重新选择。")
    if len(data) > MAX_BYTES:
        raise Unfit(f"附件“{shown}”超过 {MEGABYTES} MB，没有保存。请压缩或分成几份后重新上传。")
    try:
        kinds = _kinds(data)
    except Broken as broken:
        raise Unfit(f"“{shown}”{broken}") from broken
    if ending not in TITLES:
        advice = _FOREIGN.get(kinds[0], "") if kinds else ""
        raise Unfit(f"附件请用 {WANTED}格式，“{shown}”不能上传。{advice}")
    if ending not in kinds:
        raise Unfit(_lie(shown, ending, kinds))
    return Attachment(ending, MEDIA_TYPES[ending], shown)


def safe_name(name: str) -> str:
    """The file's name without path, control characters and direction marks, short enough for any disk."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in bare if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "_", plain).strip(" .\u3000") or "未命名"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:NAME_LIMIT]
    return f"{stem[: NAME_LIMIT - len(ending) - 1].rstrip(' .')}.{ending}"


_MAGIC = (  # first bytes of a file, and what it is
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"#!", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),  # a Windows shortcut
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
)
_FOREIGN = {  # what it is, and how to mend it
    "archive": "它是压缩包，请解压后把里面的文件一起选中上传。",
    "program": "它是程序或脚本，不能作为材料。",
    "html": "它是网页（HTML）。有的系统导出的“Excel”其实是网页，请用 Excel 或 WPS 打开，另存为 xlsx 后上传。",
    "svg": "它是 SVG 图形，里面可以藏脚本。请另存为 png 或 PDF 后上传。",
    "gif": "它是 GIF 图片，请另存为 png 或 jpg 后上传。",
    "bmp": "它是 BMP 图片，请另存为 png 或 jpg 后上传。",
    "heic": "它是苹果手机的 HEIC 照片，请另存为 jpg 后上传（手机设置：相机—格式—兼容性最佳）。",
    "film": "它是音频或视频，请改用照片、截图或文字说明。",
    "rtf": "它是 RTF 文档，请用 Word 或 WPS 另存为 docx 后上传。",
    "macro": "它带有宏（可以自动运行的程序），请另存为不带宏的 docx、xlsx 或 pptx 后上传。",
    "ppt": "它是旧版 PowerPoint 文件，请另存为 pptx 或 PDF 后上传。",
}


def _kinds(data: bytes) -> tuple[str, ...]:
    """What the bytes may be; () when they are nothing known. An old office file may be of several kinds."""
    if data.startswith(b"PK\x03\x04"):
        return containers.zip_kinds(data)
    if data.startswith(containers.OLE):
        return containers.ole_kinds(data)
    if data[:4] == b"RIFF":
        return ("webp",) if data[8:12] == b"WEBP" else ("film",)
    if data[4:8] == b"ftyp":
        return ("heic",) if data[8:12] in (b"heic", b"heix", b"mif1", b"heif", b"hevc") else ("film",)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return (kind,)
    return _text(data)


_MARKUP = re.compile(r"<\s*(!doctype\s+html|html|head|body|script|iframe|object|embed|svg|meta|table|form)\b", re.I)
_TEXT_LIKE = frozenset("\t\n\r\f")


def _text(data: bytes) -> tuple[str, ...]:
    """Plain text, unless markup stands in it: a browser that guesses would run that."""
    text = _decoded(data)
    if text is None or any(unicodedata.category(sign) == "Cc" and sign not in _TEXT_LIKE for sign in set(text)):
        return ()
    found = _MARKUP.search(text)
    if found is not None:
        return ("svg",) if found[1].lower() == "svg" else ("html",)
    return ("html",) if text.lstrip("\ufeff \r\n\t").startswith("<?xml") else ("txt",)


def _decoded(data: bytes) -> str | None:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lie(shown: str, ending: str, kinds: tuple[str, ...]) -> str:
    """What to say of a file that is not what its name says."""
    said = f"“{shown}”的内容不是 {ending} 格式"
    if not kinds:
        return f"{said}，也认不出是什么，可能已经损坏。请确认它能打开，再重新选择。"
    if kinds[0] in _FOREIGN:
        return f"{said}，不能上传。{_FOREIGN[kinds[0]]}"
    return f"{said}，而是 {' 或 '.join(kinds)}。请把扩展名改成 {kinds[0]}，或者重新选择文件。"
