"""Makers of bad documents: each returns the bytes and the file name."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

HEAD = "序号\t考核内容\t目标要求\t分值\t完成时限\t责任科室\t责任人\n"
TITLE = "柏洄市园林局2026年绩效目标表\n\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00" + bytes(range(256)) * 8


def plan(weight: str = "40", text: str = "新建街头绿地12处", owner: str = "江蓠") -> str:
    """A sound plan of three rows, with one cell of the second row to be spoilt. That row is line 5."""
    return (
        f"{TITLE}{HEAD}1\t公园建设\t改造老旧公园3座\t40\t11月底前\t建设科\t林海涛\n"
        f"2\t绿化养护\t{text}\t{weight}\t12月底前\t养护科\t{owner}\n"
        "3\t机关建设\t落实党风廉政责任\t20\t12月底前\t办公室\t柏青\n合计\t\t\t100\t\t\t\n"
    )


BAD_LINE = 5


def html_plan(cell: str = "新建街头绿地12处", table: str = "<table>", body: str = "<body>") -> str:
    head = "<tr><th>序号</th><th>考核内容</th><th>分值</th><th>责任科室</th></tr>"
    rows = "<tr><td>1</td><td>改造老旧公园3座</td><td>60</td><td>建设科</td></tr>"
    rows += f"<tr><td>2</td><td>{cell}</td><td>40</td><td>养护科</td></tr>"
    return f"<html>{body}<p>柏洄市园林局2026年绩效目标表</p>{table}{head}{rows}</table></body></html>"


def random_bytes(size: int = 60_000) -> bytes:
    return random.Random(7).randbytes(size)


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def big_text() -> bytes:
    return (plan() + "公园管护工作有序推进。\n" * 1_600_000).encode()


def million_cells_tsv() -> bytes:
    return (TITLE + HEAD + ("1\t绿化\t管护\t1\t12月底前\t科\t柏青\n" * 143_000)).encode()


def million_cells_html() -> bytes:
    return ("<table>" + ("<tr>" + "<td>1</td>" * 20 + "</tr>\n") * 49_900 + "</table>").encode()


def colspan_bomb() -> bytes:
    return html_plan().replace("<td>2</td>", '<td colspan="1000000" rowspan="1000000">2</td>').encode()


def rowspan_bombs() -> bytes:
    row = "<tr>" + '<td rowspan="65534" colspan="1000">1</td>' * 200 + "</tr>\n"
    return ("<table>" + row * 500 + "</table>").encode()


def deep_html() -> bytes:
    return ("<html><body>" + "<div>\n" * 20_000 + html_plan() + "</div>" * 20_000).encode()


def deep_tables() -> bytes:
    return ("<table><tr><td>\n" * 20_000 + "绿地").encode()


def long_line() -> bytes:
    return (plan() + "绿" * 3_400_000 + "\n").encode()


def many_columns() -> bytes:
    return (TITLE + "\t".join(f"列{i}" for i in range(100_000)) + "\n" + "\t".join(["1"] * 100_000) + "\n").encode()


def unclosed_brackets() -> bytes:
    return plan(text="（《“〔" * 25_000).encode()


def many_attributes() -> bytes:
    return html_plan(cell="<span " + "\n".join(f'data-a{i}="1"' for i in range(200_000)) + ">绿地</span>").encode()


def comment_opens() -> bytes:
    return (html_plan() + "<!--\n" * 300_000).encode()


def half_tags() -> bytes:
    return (html_plan() + "<a \n" * 500_000).encode()


def many_tables() -> bytes:
    return ("<p>续表</p>" + html_plan() + "\n").encode() * 12_000


def entity_flood() -> bytes:
    return html_plan(cell="&amp;lt;&#x7eff;&nbsp;\n" * 100_000).encode()


def declared_punycode() -> bytes:
    return b'<meta charset="punycode">' + b"abcdefghij-\n" * 150_000 + b"\xff\xfe\x80"


def many_headers() -> bytes:
    return (TITLE + (HEAD + "1\t公园建设\t改造\t1\t12月底前\t建设科\t柏青\n\n") * 9_000).encode()


def many_digits() -> bytes:
    return plan(weight="9" * 150_000).encode()


def space_columns() -> bytes:
    return (TITLE + ("序号" + " " * 40 + "考核内容" + " " * 40 + "分值\n") * 15_000).encode()


def box_lines() -> bytes:
    return (TITLE + ("│" + "─" * 60 + "┼" + "绿地  │\n") * 15_000).encode()


def markdown_pipes() -> bytes:
    return ("|" * 150_000 + "\n|---|---|\n" + "| a | b |\n" * 20_000).encode()


def numbered_letter() -> bytes:
    return (TITLE + "".join(f"{i}.按期完成公园管护任务（1分）。\n" for i in range(40_000))).encode()


HEAVY: dict[str, tuple[Callable[[], bytes], str]] = {
    "fifty megabytes of text": (big_text, "big.txt"),
    "a million cells, tabs": (million_cells_tsv, "cells.txt"),
    "a million cells, HTML": (million_cells_html, "cells.html"),
    "one cell over a million rows and columns": (colspan_bomb, "span.html"),
    "many cells over 65534 rows": (rowspan_bombs, "spans.html"),
    "20000 nested elements": (deep_html, "deep.html"),
    "20000 nested tables": (deep_tables, "tables.html"),
    "a line of ten megabytes": (long_line, "line.txt"),
    "100000 columns": (many_columns, "columns.txt"),
    "100000 unclosed brackets": (unclosed_brackets, "brackets.txt"),
    "200000 attributes": (many_attributes, "attributes.html"),
    "300000 comments opened": (comment_opens, "comments.html"),
    "500000 half tags": (half_tags, "tags.html"),
    "12000 small tables": (many_tables, "small.html"),
    "a cell of 300000 entities": (entity_flood, "entities.html"),
    "a declared charset that is slow": (declared_punycode, "charset.html"),
    "9000 headers": (many_headers, "headers.txt"),
    "a weight of 150000 digits": (many_digits, "digits.txt"),
    "15000 lines of columns by spaces": (space_columns, "spaces.txt"),
    "15000 lines of box characters": (box_lines, "boxes.txt"),
    "150000 pipes in a line": (markdown_pipes, "pipes.md"),
    "a letter of 40000 items": (numbered_letter, "letter.txt"),
}
