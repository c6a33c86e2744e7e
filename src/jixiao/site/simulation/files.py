"""Small real files of the simulated year: a page of PDF, a picture, a note. Their bytes depend on their text alone."""

from __future__ import annotations

import struct
import zlib


def pdf(text: str) -> bytes:
    """One A5 page with the text in a font that every viewer has for Chinese."""
    shown = "".join(f"{ord(char):04X}" for char in text if ord(char) < 0x10000)
    page = f"BT /F1 14 Tf 40 520 Td <{shown}> Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer


def png(text: str) -> bytes:
    """A small picture in stripes of a colour of its own: a photograph's stand-in."""
    width, height = 160, 100
    tone = zlib.crc32(text.encode("utf-8"))
    colours = [bytes((tone >> shift & 0x7F) + 0x60 for shift in (place, place + 7, place + 14)) for place in (0, 5, 10)]
    rows = b"".join(b"\0" + colours[at // 12 % 3] * width for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    note = b"Comment\0" + text.encode("ascii", "backslashreplace")
    parts = [(b"IHDR", head), (b"tEXt", note), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def note(text: str) -> bytes:
    """A text file."""
    return f"{text}\n".encode()
