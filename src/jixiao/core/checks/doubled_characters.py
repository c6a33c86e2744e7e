"""A character or a word printed twice by mistake: 水水平, 保护保护.

Doubling is sound in reduplication (常常, 人人, 研究研究) and wherever one word ends with the character that begins the
next (工作|作风, 市|市场), so a doubled character alone proves nothing. It is a finding only when the text around it
falls into words in one way:

* head doubled, 管理|水|水平: a word or a pause before it, a word after it, and no word across it (理水);
* tail doubled, 水平|平， or 示范|范|开展: a word before it, a pause or another word after it, and none across;
* the plan has the same wording elsewhere without the doubling.

Precision is worth more than completeness: when unsure, the rule is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.core.checks._pointing import Text, all_texts
from jixiao.core.checks._words import DOUBLED_ON_PURPOSE, NOUNS, REDUPLICATED, WORDS
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord
from jixiao.core.wording import CJK

CODE = "doubled-characters"
SEVERITY = Severity.WARNING
TITLE = "疑有重复的字词"
TITLE_EN = "A character or word printed twice"

_RUN = re.compile(rf"([{CJK}])\1+")
_WORD = re.compile(rf"([{CJK}]{{2,4}})\1(?!\1)")
_NUMERAL = frozenset("一二三四五六七八九十百千万亿零〇两几每")

# Words of one character that stand before any word: 在|在建, 为|为民, 对|对外, 经|经信局.
_ALONE = frozenset(
    "的对和在为与及以向从把将被由等了于是有不可能会要应需新大中小高各全本该其此每或并而且但因所之者后前上下内外多少"
    "无未非已再又也都均只才仍更最很较给让使用凡即如若则至自按经原现老低总分副正过到当同共好比跟随着起来去得地这那"
    "办报发设建做抓查管看问学改选评定收交付促保防治控补种养供销产投招引带扶领通连接进出"
)
# Characters that end names of places, bodies and persons, or nouns of three: 泉水市|市场, 委员会|会议, 信息源|源头.
_SUFFIX = frozenset(
    "市县区省州镇乡村街路港国部局委办处科厅室院站所会厂党团队组班社群员人家师长工业者化性率度量力法线网桥场馆园"
    "地品物费金款税价额数表书证单卡票库器机车船房楼店点类型式级层界期章项案权制体系台生民水源电油气粮田山海江河"
    "湖林城岗链带圈片段节日年课赛奖榜牌岸洋铁药衣语图信险保贷债股币能核磁声态势面边角商征观值作感流户军史士官堂"
    "论战义兵道易派病司口害曲剂稿署步方心营质屏字间集材功词墙头展键灯装服令术志套联研标代名版"
)
# Verbs of one character and beginnings of words of three: 宣讲|讲党课, 增加|加工业, 电子|子公司.
_BEFORE_WORDS = frozenset(
    "讲写读打送租借还退撤迁移拆修挖植造访巡赶超争比占存放摆教练买卖听唱吃喝挂派配备申转调换停免减增降升扩缩延核审批签"
    "聘请约追罚诉判赔贴考测验检探压卡盯守护种养用加子成强重手主轻整校载输净试农客公创企宅失近干劳热优受助余急短微推动联军城总校区"
)
# Abstract words that no noun of three precedes with the same character.
_UNMISTAKABLE = frozenset({"水平", "力度"})
# What may stand alone at the end of a phrase: 平等|等，, 城市|市、县.
_ENDS_ALONE = frozenset("等中上后外内前时下市县区省州镇乡村街路港国校院会党局")
_PAUSE = frozenset("，。；：、！？（）“”《》〔〕【】,.;:!?()\n 　")
# Before these a word has ended; after them one begins.
_LINK = frozenset("的和与及等并")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A doubled stretch that has to be judged by the rest of the plan."""

    text: Text
    start: int  # of the first of the two
    unit: str

    @property
    def end(self) -> int:
        return self.start + 2 * len(self.unit)

    @property
    def windows(self) -> tuple[str, ...]:
        """The wording around it without the doubling: what to look for elsewhere."""
        text, start, end = self.text.text, self.start, self.end
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        if len(self.unit) == 1:
            wide = before[-1:] + self.unit + after, before + self.unit + after[:1]
            return tuple(w for w in wide if len(w) == 4)
        return (before + self.unit + after,) if len(before) == len(after) == 2 else ()


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each doubling."""
    texts = list(all_texts(plan))
    open_ones: list[_Candidate] = []
    for text in texts:
        for one in _candidates(text):
            verdict = _by_words(one) if len(one.unit) == 1 else _is_doubled_word(one.unit)
            if verdict:
                yield _finding(one)
            elif verdict is None:
                open_ones.append(one)
    yield from map(_finding, _seen_elsewhere(open_ones, texts))


def _candidates(text: Text) -> Iterator[_Candidate]:
    for found in _RUN.finditer(text.text):
        if len(found[0]) == 2 and not _is_reduplication(text.text, found.start()):
            yield _Candidate(text, found.start(), found[1])
    for found in _WORD.finditer(text.text):
        if len(set(found[1])) > 1 and not set(found[1]) & _NUMERAL:
            yield _Candidate(text, found.start(), found[1])


def _is_reduplication(text: str, at: int) -> bool:
    """常常, and the pattern AABB: 实实在在, 方方面面."""
    character = text[at]
    after, before = text[at + 2 : at + 4], text[max(0, at - 2) : at]
    pairs = (len(pair) == 2 and pair[0] == pair[1] for pair in (after, before))
    return character in REDUPLICATED or character in _NUMERAL or any(pairs)


def _by_words(one: _Candidate) -> bool | None:
    """Judge a doubled character by the words around it: True a mistake, False sound, None open."""
    text, at, character = one.text.text, one.start, one.unit
    before, after = text[max(0, at - 2) : at], text[at + 2 : at + 3]
    across, following = before[-1:] + character, character + after
    if across in WORDS and following in WORDS:
        return False
    if character == "的":
        return after != "确"
    if across in WORDS and (not after or after in _PAUSE or after in _LINK):
        return character not in _ENDS_ALONE
    if character in _ALONE or (character in _SUFFIX and following not in _UNMISTAKABLE):
        return False
    if following in WORDS and across not in WORDS and _word_ended(before):
        return True
    if across in WORDS and text[at + 2 : at + 4] in WORDS and character not in _BEFORE_WORDS:
        return True
    return None


def _word_ended(before: str) -> bool:
    return not before or before[-1] in _PAUSE or before[-1] in _LINK or before in WORDS


def _is_doubled_word(word: str) -> bool | None:
    if word in DOUBLED_ON_PURPOSE:
        return False
    if len(word) == 2:
        return True if word in WORDS and word not in NOUNS else None
    # 办公室|办公室主任: the name of a body before a word that begins with it.
    return None if word[-1] in _SUFFIX or word[-2:] in NOUNS else True


def _seen_elsewhere(candidates: Sequence[_Candidate], texts: Sequence[Text]) -> Iterator[_Candidate]:
    """Those whose wording occurs elsewhere without the doubling. One pass over the plan, however many there are."""
    wanted = {window for one in candidates for window in one.windows}
    sizes = {len(window) for window in wanted}
    seen = {
        part
        for text in texts if wanted
        for size in sizes
        for i in range(len(text.text) - size + 1)
        if (part := text.text[i : i + size]) in wanted
    }  # fmt: skip
    return (one for one in candidates if any(window in seen for window in one.windows))


def _finding(one: _Candidate) -> Finding:
    text, start, end = one.text.text, one.start, one.end
    near = text[max(0, start - 3) : end + 3]
    return Finding(
        CODE,
        SEVERITY,
        f"{one.text.name}中“{near}”的“{one.unit * 2}”疑有重复，宜改为“{one.unit}”。",
        f"“{one.unit}” is printed twice.",
        suggestion=one.unit,
        **one.text.at(start, end),
    )
