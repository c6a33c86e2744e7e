"""Files as offices attach them, and files made to do harm. All are made here; nothing is timed or measured."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0) + bytes(4)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(16) + b"\xff\xd9"
TIF, WEBP = b"II*\x00" + bytes(16), b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8)
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MARKS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "OFD.xml",
}


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in entries:
            container.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def office(kind: str, *more: tuple[str, bytes]) -> bytes:
    """A document of the kind, with further entries."""
    return zipped(("[Content_Types].xml", b"<Types/>"), (MARKS[kind], b"<document/>"), *more)


def ole(*streams: str) -> bytes:
    """The header, then a directory whose entries have these names."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory.ljust(1024, b"\0")


def _first_stream(name: str, content: bytes) -> bytes:
    """An OLE file in which the stream of that name begins in the second sector, after the directory."""
    data = bytearray(ole(name).ljust(4096, b"\0"))
    struct.pack_into("<H", data, 30, 9)  # sectors of 512 bytes
    struct.pack_into("<I", data, 512 + 128 + 116, 2)
    data[512 * 3 : 512 * 3 + len(content)] = content
    return bytes(data)


def old_word(*, encrypted: bool) -> bytes:
    return _first_stream("WordDocument", b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0100 if encrypted else 0))


def old_excel(*, encrypted: bool) -> bytes:
    begin = struct.pack("<HH", 0x0809, 16) + bytes(16)
    return _first_stream("Workbook", begin + struct.pack("<HH", 0x002F if encrypted else 0x00E1, 4) + bytes(4))


def patched_directory(data: bytes, at: int, form: str, value: int) -> bytes:
    """The last entry of the directory with the field at that offset changed."""
    start = data.rindex(b"PK\x01\x02") + at
    return data[:start] + struct.pack(form, value) + data[start + struct.calcsize(form) :]


def lying_about_size() -> bytes:
    """Declares an entry of 4 GB."""
    return patched_directory(office("docx", ("word/media/a.bin", b"a" * 100)), 24, "<I", 0xFFFFFFFE)


def dense() -> bytes:
    """12 MB of nothing in some kilobytes."""
    return office("xlsx", ("xl/worksheets/sheet1.xml", bytes(12 * 1024 * 1024)))


def overlapping() -> bytes:
    """The last entry begins where the first does."""
    return patched_directory(office("docx", ("word/a.xml", b"a"), ("word/b.xml", b"b")), 42, "<I", 0)


def crowded() -> bytes:
    """More entries than any document, by a directory that only says so."""
    data = office("docx")
    entry = b"PK\x01\x02" + bytes(42)
    return data + entry * 6000


def encrypted_entry() -> bytes:
    return patched_directory(office("docx", ("word/a.xml", b"a")), 8, "<H", 1)


def twice_the_same_name() -> bytes:
    data = office("docx", ("word/document.xmm", b"x"))
    return data.replace(b"word/document.xmm", b"word/document.xml")


def behind_a_page() -> bytes:
    """A page in front of a document: a ZIP is read from its end."""
    return b"PK\x03\x04" + HTML + office("docx")
