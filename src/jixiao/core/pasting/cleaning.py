"""What of a pasted text is only the noise of its way here, and what in it a person has to look at."""

from __future__ import annotations

import re
import unicodedata

from jixiao.core.draft_reading import SHARED
from jixiao.core.fields import FIELDS, Invalid

_CJK = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters, direction marks, the soft hyphen, zero-width spaces, BOM.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_JOINER = re.compile(
    "(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no database stores
_HARD_SPACES = str.maketrans({"\xa0": " ", "\u2007": " ", "\u202f": " "})
_PADDING = re.compile(r"[ \t\u3000]+")
_SPACED_NAME = re.compile(f"[{_CJK}](?: [{_CJK}]){{1,2}}|[{_CJK}]{{2}} [{_CJK}]|[{_CJK}] [{_CJK}]{{2}}")
_UPRIGHT_NAME = re.compile(f"[{_CJK}](?:\n[{_CJK}]){{1,2}}")
_NAMES_END = re.compile(r"\s*([、，,；;])\s*|\s*\n\s*")
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t]*\n\s*(?=[{_CJK}])")
_LINES = re.compile(r"(?<!\s)\s*[\t\n]\s*")  # the look-behind keeps long runs of spaces cheap
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)", re.IGNORECASE)
_FORMULA = re.compile(r"=\s*\S|[+@-]\s*[A-Z][A-Z0-9.]*\(")

POINTS = frozenset({"weight", "l1_points"})
DATES = frozenset({"deadline"})
NAMES = frozenset({"leaders", "offices", "co_offices", "owners"})


def clean(field: str, text: str) -> str:
    """The text as a person would have typed it into that field. What cannot be read stays as it is, but trimmed.

    Points are written plainly (２分 becomes 2), names stand without padding and with 、 for new lines, short fields
    stand on one line. Nothing visible is taken away.
    """
    text = bare(text)
    if not text:
        return ""
    if field in POINTS:
        return _points(field, text)
    if field in DATES:
        return _date(field, _PADDING.sub(" ", _one_line(text)))
    if field in NAMES:
        return _names(text)
    return text if FIELDS[field].long else _one_line(text)


def bare(text: str) -> str:
    """Without what cannot be seen, without white space around it, and without Excel's mark for "this is text"."""
    text = _INVISIBLE.sub("", _BREAK.sub("\n", text))
    text = _SURROGATE.sub("\ufffd", _JOINER.sub("", text)).translate(_HARD_SPACES).strip()
    marked = len(text) > 1 and text[0] == "'" and "'" not in text[1:]
    return text[1:].lstrip() if marked else text


def trouble(field: str, text: str) -> str | None:
    """What is wrong with a cleaned text in that field, as a sentence; None when it is in order."""
    if not text or (field == "weight" and text == SHARED):
        return None
    if _ERROR.fullmatch(text):
        return "这是电子表格的出错信息，不是内容，请在原表改正后重新复制，或直接填写。"
    try:
        FIELDS[field].read(text)
    except Invalid as invalid:
        return str(invalid)
    if _FORMULA.match(text):
        return "这是公式，系统不作计算，已按文字保留；请填写公式的结果。"
    if "\ufffd" in text:
        return "有无法识别的字符，请对照原件补正。"
    return None


def _points(field: str, text: str) -> str:
    if text in (SHARED, "〃"):
        return SHARED if field == "weight" else text
    try:
        return FIELDS[field].write(FIELDS[field].read(text))
    except Invalid:
        return text


def _date(field: str, text: str) -> str:
    """Full-width digits become narrow ones where that leaves the same date; the wording stays."""
    narrow = unicodedata.normalize("NFKC", text)
    try:
        return narrow if FIELDS[field].read(narrow) == FIELDS[field].read(text) else text
    except Invalid:
        return text


def _names(text: str) -> str:
    if _UPRIGHT_NAME.fullmatch(text):
        return text.replace("\n", "")
    parts = _NAMES_END.split(_PADDING.sub(" ", text))  # names, and between them what separates them
    names, marks = parts[::2], [mark or "、" for mark in parts[1::2]]
    closed = [name.replace(" ", "") if _SPACED_NAME.fullmatch(name) else name for name in names]
    return "".join(name + mark for name, mark in zip(closed, [*marks, ""], strict=True))


def _one_line(text: str) -> str:
    return _LINES.sub(" ", _WRAP.sub("", text))
