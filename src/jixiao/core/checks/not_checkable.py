"""A second-level indicator with no number in it and nothing to deliver.

Whether 加强, 提升 or 做好 has happened cannot be checked; an amount, or a thing that is issued, built, set up, held or
handed in, can. A remark, and only for second-level texts: common one-level indicators are scored by upper departments
under their own rules, and so is a row with a scoring standard. A bare title (等级保护测评) makes no promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.core.checks._pointing import at, base_rows, name_of, name_of_en
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord, Row
from jixiao.core.wording import head

CODE = "not-checkable"
SEVERITY = Severity.INFO
TITLE = "指标没有数量也没有成果"
TITLE_EN = "An indicator with neither a number nor a deliverable"

_DELIVERABLE = re.compile(
    "印发|制定|制订|出台|下达|建成|完工|封顶|投用|投产|竣工|验收|上线|组建|落地|完成|召开|举办|举行|签订|签署|签约|报送|上报|修订|公布|"
    "发布|建立|成立|开展|形成|编制|编印|编报|编发|编写|通车|开工|动工|开业|挂牌|揭牌|交付|移交|办结|销号|整改到位|评选|通报|提交|提请|"
    "推出|设立|新建|启用|启动|备案|核定|清零|全覆盖|联网|并网|达标|获评|创建|(?:^|[，。；、])(?:建设|改造|升级|实施|打造|拓展|开通|配置|发放)|培训|演练|普查|零发生|零事故|不发生|《"
)
_ATTITUDE = re.compile(
    "加强|提升|落实|做好|推进|强化|深化|完善|优化|推动|促进|提高|规范|抓好|健全|加大|加快|持续|增强|贯彻|坚持|严格|注重|重视|维护|改进"
)
_FIGURE = re.compile(
    r"[0-9０-９]|百分之|[一二三四五六七八九十百千]+(?:个|项|次|场|家|条|份|名|人|期|批|套|台|座|处|件|篇|类)"
)


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each such row."""
    for row in base_rows(plan):
        if row.l2 and not row.rule and not row.targets and _is_attitude(row.l2, row):
            yield Finding(
                CODE,
                SEVERITY,
                f"{name_of(row)}（{head(row.l2)}）没有数量要求，也没有可交付的成果，难以核验；宜补写数量、成果或完成标志。",
                f"There is neither a number nor a deliverable in {name_of_en(row)}.",
                **at(row, "l2"),
            )


def _is_attitude(text: str, row: Row) -> bool:
    """Only verbs of effort: no figure in the text or in a further column (目标值), and nothing to show."""
    if not _ATTITUDE.search(text) or _DELIVERABLE.search(text) or _FIGURE.search(text):
        return False
    return not any(_FIGURE.search(other) for other in row.extra.values())
