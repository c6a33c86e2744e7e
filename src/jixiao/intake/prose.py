"""What the prose around the table says: title, number, date, organisation, leading group, categories."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from jixiao.core.dates import parse_date
from jixiao.core.numbers import chinese_to_int
from jixiao.core.places import Place
from jixiao.core.records import Meta
from jixiao.intake.blocks import Paragraph
from jixiao.intake.labels import Outline, without_number, without_points
from jixiao.intake.limits import MAX_PARAGRAPH

_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,16}\s*[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*第?\s*\d{1,5}\s*号(?=$|\s)")
_TITLE_END = re.compile(r"(?:方案|办法|细则|责任书|任务书|责任状|考评表|考核表|目标表|评分表|计划|指标|指标体系|任务分解表?|任务清单|目标|清单|标准|表)(?:（[^）]{1,12}）)?$")  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_ISSUED = re.compile(r"^(?:\S{2,40}\s+)?((?:19|20)\d\d年\s*\d{1,2}月\s*\d{1,2}日)\s*(?:印发)?$")
_HAN_DATE = re.compile(
    r"^([一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)(?:印发)?$"
)
_ORG = re.compile(
    r"(?:^|(?:19|20)\d\d年度?)([\u4e00-\u9fff（）]{2,30}?)(?:关于|(?:19|20)\d\d|年度|绩效|目标管理|目标责任|目标|考核|综合|工作|内部|机关|重点|部门)"
)
_AGENCY = re.compile(
    r"(?:局|委|委员会|办公室|厅|院|集团|公司|学校|大学|中心|人民政府|管委会|街道|街道办事处|镇|乡|社|部|会|站|所|处|县|区|市|州)$"
)
_BASIS = re.compile(r"《[^《》]{2,80}》(?:[（(][^（）()]{0,20}[〔\[（(【]\d{4}[〕\]）)】]\d{1,5}号[）)])?")
_ENDING = r"(?:同志)?(?:担任|任|为)"
# Both ways to say it: 组长由甲担任, and 由甲任组长. The second is tried first, because the first also finds its end.
_GROUP = (
    (
        "head",
        re.compile(
            rf"([^，。；：由]{{2,60}}?){_ENDING}组长|(?<!副)组长(?:由|[:：])(.{{2,60}}?)(?:(?:同志)?担任|，|；|。|$)"
        ),
    ),
    (
        "deputy",
        re.compile(rf"([^，。；：由]{{2,80}}?){_ENDING}副组长|副组长(?:由|[:：])(.{{2,80}}?)(?:(?:同志)?担任|；|。|$)"),
    ),
    (
        "members",
        re.compile(r"([^，。；：由]{2,80}?)为(?:组员|成员)|(?:组员|成员)(?:由|[:：])(.{2,80}?)(?:组成|；|。|$)"),
    ),
    ("office", re.compile(r"办公室，?(?:挂靠|设|设立)在?(.{2,40}?)(?:，|；|。|$)")),
)
_CONTENT = re.compile(r"(?:考[评核]|评价|评估)(?:内容|项目|指标)|指标体系|主要内容|考核体系")
_OBJECT = re.compile(r"(?:考[评核]|评价)(?:对象|范围)|适用范围")
_SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_SUB = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")
_ITEM = re.compile(r"^\d{1,2}[.．、](?!\d)\s*")
_INCLUDES = re.compile(
    r"(?:包括|分为|由|包含|设置?)([^。；：]{4,120}?)(?:等?[一二三四五六七八九十两\d]*[大个]?(?:方面|部分|类|组成|项|模块|板块)|。|$)"
)
_LIST = re.compile(r"[、和及与]|以及")


def sections(paragraphs: Sequence[Paragraph], wanted: re.Pattern[str]) -> list[Paragraph]:
    """The paragraphs under the first heading (一、…) whose text matches, the heading itself first."""
    found: list[Paragraph] = []
    for p in paragraphs:
        if _SECTION.match(p.text):
            if found:
                break
            if wanted.search(p.text[:40]):
                found = [p]
        elif found:
            found.append(p)
    return found


def read_meta(paragraphs: Sequence[Paragraph], outline: Outline) -> Meta:
    """Gather what the prose says about the plan."""
    places: dict[str, Place] = {}

    def keep(name: str, p: Paragraph, value: str) -> str:
        at = max(p.text.find(value), 0)
        places[name] = Place(p.line, None, p.start + at, p.start + at + len(value))
        return value

    short = [p for p in paragraphs if len(p.text) <= 80]
    number = next((keep("document_no", p, m.group()) for p in short if (m := _NUMBER.match(p.text))), None)
    title = _title(short)
    if title:
        keep("title", *title)
    issued = _issued(short)
    if issued:
        places["issued"] = Place(issued[0].line, None, issued[0].start, issued[0].start + len(issued[0].text))
    organisation, where = _organisation(paragraphs, title[1] if title else None)
    if organisation and where:
        keep("organisation", where, organisation)
    copied = next((p.text[3:].rstrip("。") for p in paragraphs if p.text.startswith(("抄送：", "抄送:"))), None)
    return Meta(
        title=title[1] if title else None,
        document_no=number,
        issued=issued[1] if issued else None,
        year=_year(title[1] if title else None, short, number, issued[1] if issued else None),
        organisation=organisation,
        issuer=next((p.text[:-2] for p in short[:6] if p.text.endswith("文件") and len(p.text) > 4), None),
        leading_group=_leading_group(paragraphs),
        categories=_categories(paragraphs, outline),
        basis=_basis(paragraphs),
        copied_to=copied,
        places=places,
    )


def _title(short: Sequence[Paragraph]) -> tuple[Paragraph, str] | None:
    """The plan's own title, rather than that of the notice that sends it out."""
    plain = [p for p in short if _TITLE_END.search(p.text) and not _SECTION.match(p.text) and "附件" not in p.text[:3]]
    plain = [p for p in plain if not re.search(r"[。；，：]", p.text) and "关于印发" not in p.text and len(p.text) >= 6]
    if plain:
        first = max(plain[:4], key=lambda p: (bool(_YEAR.search(p.text)), p.level > 0))
        return first, first.text
    for p in short:
        inner = re.search(r"关于(?:印发|下达)《?(.+?)》?的通知$", p.text)
        if inner:
            return p, inner.group(1)
    named = next((p for p in short if p.level or p.text.endswith(("通知", "意见", "公告", "函"))), None)
    return (named, named.text) if named and len(named.text) >= 6 else None


def _issued(short: Sequence[Paragraph]) -> tuple[Paragraph, date] | None:
    for p in reversed(short):
        found = _ISSUED.match(p.text) or _HAN_DATE.match(p.text.replace(" ", ""))
        day = parse_date(found.group(1).replace(" ", "")) if found else None
        if day:
            return p, day
    return None


def _year(title: str | None, short: Sequence[Paragraph], number: str | None, issued: date | None) -> int | None:
    for text in (title, *(p.text for p in short[:12]), number):
        found = re.search(r"((?:19|20)\d\d)\s*(?:年|[〕\]）)】])", plain_year(text or ""))
        if found:
            return int(found.group(1))
    return issued.year if issued else None


def _organisation(paragraphs: Sequence[Paragraph], title: str | None) -> tuple[str | None, Paragraph | None]:
    named = sections(paragraphs, _OBJECT)
    for p in named[1:2] or []:
        body = p.text.rstrip("。")
        if 2 < len(body) <= 30 and not re.search(r"[，；、]", body):
            return body, p
    found = _ORG.search(plain_year(title or ""))
    where = next((p for p in paragraphs if title and title in p.text), None)
    in_title = found.group(1) if found and where and len(found.group(1)) >= 3 else None
    if in_title and _AGENCY.search(in_title):
        return in_title, where
    for p in paragraphs[:6]:
        body = p.text.removesuffix("文件")
        if 4 <= len(body) <= 40 and _AGENCY.search(body) and not re.search(r"[，。：]", body):
            return body, p
    return (in_title, where) if in_title else (None, None)


def plain_year(text: str) -> str:
    """A text whose years are in ordinary digits: ２０２６年, 二〇二六年."""
    text = unicodedata.normalize("NFKC", text) if re.search("[０-９]", text) else text
    return re.sub(r"[一二][〇○零一二三四五六七八九]{3}(?=年)", lambda m: str(chinese_to_int(m.group())), text)


def _leading_group(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    group: dict[str, str] = {}
    for p in paragraphs:
        if "领导小组" in p.text and ("组长" in p.text or "成员" in p.text):
            for name, pattern in _GROUP:
                found = pattern.search(p.text[:MAX_PARAGRAPH])
                if found and name not in group:
                    group[name] = next(part for part in found.groups() if part).strip()
    return group


def _basis(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    for p in paragraphs:
        if re.search(r"根据|依据|按照", p.text[:20]) and "《" in p.text:
            before = re.split(r"现将|制定本|结合", p.text[:MAX_PARAGRAPH])[0]
            return tuple(dict.fromkeys(m.group() for m in _BASIS.finditer(before)))
    return ()


def _categories(paragraphs: Sequence[Paragraph], outline: Outline) -> tuple[str, ...]:
    """The categories that the prose names, and their groups into the outline."""
    part = sections(paragraphs, _CONTENT)
    top: list[str] = []
    for p in part:
        if _SUB.match(p.text):
            name = _name(p.text)
            if name:
                top.append(name)
                outline.add(name)
        elif _ITEM.match(p.text) and top:
            name = _name(p.text)
            if name:
                outline.add(name, top[-1])
    if not top:
        for p in part[:3]:
            found = _INCLUDES.search(p.text)
            names = [without_points(n).strip("“”") for n in _LIST.split(found.group(1))] if found else []
            if len(names) > 1 and all(2 < len(n) <= 16 for n in names):
                top = names
                for name in names:
                    outline.add(name)
                break
    return tuple(top)


def _name(text: str) -> str | None:
    """The name that a numbered paragraph opens with."""
    bare = re.split(r"[。：:（(，]", without_number(without_number(text)))[0].strip()
    return bare if 2 <= len(bare) <= 20 else None
