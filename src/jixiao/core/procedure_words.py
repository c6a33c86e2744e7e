"""The words by which the prose of a procedure names its stages: 形成初稿, 同组互审, 报绩效办核准, 向社会公布.

A clause is compact: without spaces, its dates taken out, its digits narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from jixiao.core.stages import Stage


class Kind(StrEnum):
    """What else the yearly procedure dates, beside the stages of the plan itself."""

    INTERNAL_PLAN = "internal_plan"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self_evaluation"
    EVALUATION = "evaluation"
    ASSESSMENT = "assessment"
    CIRCULAR = "circular"
    RECTIFICATION = "rectification"


_ANY = "[^，。；]"
_PAPERS = "(?:方案|办法|细则|指标|目标|计划|任务|责任书|责任状|体系|表)"
_NO_PAPER = f"(?!(?:工作|实施|管理|目标|绩效)*{_PAPERS})"
_AGREE = "(?:审议|审定|研究|讨论|审核|审查|审签|审批|审阅|签批|签发|签字|把关|通过|同意|批准|批示)"
_PASS_ON = "(?:报|送|呈|提交|提请)"

_BODY = (
    r"(?:领导小组(?!办)|党[组委](?:会|(?!织))|[局委院校厅处镇司馆]务会|办公会|班子|常[委务]会|职代会|理事会|联席会议"
    r"|(?<![市县区州府])主要(?:领导|负责人|负责同志))"
)
_LEADER = (
    rf"(?:(?:分管|挂钩|联系|主管){_ANY}{{0,8}}?(?:领导|[市县区州厅局]长|主任|同志|负责人)"
    r"|[省市县区州](?:委|政府)?(?:主要)?领导)"
)
_UPPER = "(?:绩效办|绩效委|效能办|考[评核]办|考[评核]委|人社局|编办|组织部|上级|主管部门|[省市县区州](?:委|政府))"
_OWN = re.compile("领导小组办公室|[局委厅院校司馆]机?关?(?:绩效办|办公室)|科室|处室")

# Asked first, each match taken out of the clause: the 审定 of a leader is no 审定 of the upper office.
_PERSONAL = {
    Stage.PEER_REVIEW: re.compile(
        rf"互审|互查|(?:交叉|互相|相互)(?:审核|审查|初审)|同组{_ANY}{{0,8}}?(?:审核|审查|评审|会审|初审|意见)"
    ),
    Stage.SIGN_OFF: re.compile(
        rf"{_PASS_ON}{_ANY}{{0,8}}?{_BODY}(?:{_ANY}{{0,12}}?{_AGREE})?|{_BODY}{_ANY}{{0,12}}?{_AGREE}"
    ),
    Stage.LEADER_APPROVAL: re.compile(
        rf"{_PASS_ON}{_ANY}{{0,12}}?{_LEADER}(?:{_ANY}{{0,8}}?{_AGREE})?|{_LEADER}{_ANY}{{0,8}}?{_AGREE}"
    ),
}
_APPROVE = "(?:审批|批复|核准|审核|批准|备案|核定|审定|审查|复审|评审|同意)"
_SEND = r"(?:(?<![填申通汇情])报(?!告|表|名)|送|呈|提交|提请|申请)"
# Drafting first, and left in: the plan that is drafted may be the plan that is sent up. The others are taken out, too:
# 报绩效办核准 asks for an approval and gives none.
_OFFICIAL = {
    Stage.DRAFTING: re.compile(
        rf"初稿|草案|(?:送审|报批|审议|征求意见|讨论)稿|征求{_ANY}{{0,10}}意见"
        rf"|(?:方案|计划|指标|目标)的?(?:编制|制[定订]|起草|拟[定订])|(?:制[定订]|编[制报写]|拟[定订制]|起草|草拟|形成|提出|确定|设定|[申填]报|汇总|分解|细化|梳理){_ANY}{{0,20}}?"
        r"(?:方案|计划|(?:指标|目标)(?!任?务?(?:完成|落实|进展|得分|执行))|责任书|任务清单|考[评核]表)"
    ),
    Stage.SUBMITTED: re.compile(
        rf"(?:报批|送审|呈批|报备)(?!稿)|{_SEND}{_ANY}{{0,24}}?(?:{_APPROVE}|汇总)|{_SEND}{_ANY}{{0,12}}?{_UPPER}"
        rf"|(?:上报|报送|呈报|提交){_ANY}{{0,10}}?(?:方案|计划|责任书)|(?:方案|计划|责任书){_ANY}{{0,10}}?(?:上报|报送|呈报)"
    ),
    Stage.APPROVED: re.compile(
        rf"{_UPPER}[^，。；报送呈]{{0,12}}?(?:、?(?:{_APPROVE}|下达|反馈))+|(?:取得|获得|完成)批复|获批"
    ),
    Stage.PUBLISHED: re.compile("(?<!务)公开(?![栏评述选征招透])|公示(?!栏)|公布|公告|印发|发布|下发|下达|上墙"),
}
_MATTERS = {
    Kind.INTERNAL_PLAN: re.compile(
        rf"内部{_ANY}{{0,16}}?(?:方案|办法|细则|制度|计划)"
        r"|(?:科室|处室|个人|工作人员|干部|岗位)(?:绩效)?(?:管理)?考[评核](?:工作|实施)*(?:方案|办法|细则)"
    ),
    Kind.MONITORING: re.compile(
        rf"台账|督办|预警|绩效(?:运行)?(?:监控|监测|跟踪)|(?:半年|年中|中期|季度|按季|过程|日常|动态){_ANY}{{0,6}}?"
        "(?:评估|监控|监测|跟踪|检查|督查|分析|调度|小结|总结|考[评核]|自[评查])"
    ),
    Kind.SELF_EVALUATION: re.compile("自评|自查|自检|自我(?:评价|评估|评定|总结)"),
    Kind.EVALUATION: re.compile(
        "领导(?:评价|评议|考评|测评)|(?:公众|社会|群众|民主|服务对象|代表委员)(?:评价|评议|测评)|满意度|行风评议|第三方(?:评估|评价|测评)"
    ),
    Kind.ASSESSMENT: re.compile(
        rf"互评|(?:实地|现场)(?:考[评核]|核[查验]|检查|查验|验收)|同类复核|察访核验|综合(?:考[评核]|评定|评价|得分)|[评打核得]分"
        rf"|考[评核]组|(?:年[终度末]|集中)(?:绩效|目标)*考[评核]{_NO_PAPER}"
        rf"|(?:开展|组织|完成|接受|迎接|配合|进行|实施)[^，。；方案]{{0,8}}?考[评核]{_NO_PAPER}"
    ),
    Kind.CIRCULAR: re.compile(
        rf"结果{_ANY}{{0,8}}?(?:通报|公布|公示|公开|反馈|发布|审定|确定|下达)|(?:印发|下发|发布|全[省市县区州]){_ANY}{{0,12}}?通报"
        rf"|(?:通报|公布|公示|公开|反馈|发布|审定|评定|确定|研究|审议|汇总|核定|报送?){_ANY}{{0,14}}?(?:结果|等[次级]|档次)"
    ),
    Kind.RECTIFICATION: re.compile("整改|立行立改|问题清单"),
}
# 根据互审意见修改, 按照统一部署: what an act rests on is not itself the act.
_BASIS = re.compile(
    rf"^(?:根据|按照?|对照|结合|依据|依照|吸收){_ANY}*?(?:意见|要求|部署|情况|结果|精神|规定|通知|安排|方案|办法)"
)
_YEARLY = frozenset({Kind.SELF_EVALUATION, Kind.ASSESSMENT})
_BARE = (
    (re.compile("通报|结果"), Kind.CIRCULAR),
    (re.compile("核准|批复|批准|审批|审核|备案|同意|下达"), Stage.APPROVED),
    (re.compile("审议|研究"), Stage.SIGN_OFF),
    (re.compile("审定|审签"), Stage.LEADER_APPROVAL),
)


def stages_of(clauses: Sequence[str]) -> tuple[str, ...]:
    """The stages that the clauses under one date name, each once, in their order.

    From the clause on that turns to another matter (自评, 内部办法), 报送 and 公布 concern that matter, not the plan.
    """
    found: list[str] = []
    elsewhere = False
    for clause in clauses:
        text = _BASIS.sub("", clause)
        matters = list(_matters(text))
        elsewhere = elsewhere or bool(matters)
        found += matters if elsewhere else _plan_stages(text)
    return tuple(dict.fromkeys(found))


def event_stage(words: str, last: str) -> str:
    """The stage that must be over, of words such as 报市绩效办核准; `last` is their last word. "" when unclear."""
    for stage in (Stage.SIGN_OFF, Stage.LEADER_APPROVAL):
        if _PERSONAL[stage].search(words) and not words.endswith(("批复", "核准")):
            return stage.value
    for pattern, bare in _BARE:
        if pattern.search(last) or (bare is Kind.CIRCULAR and pattern.search(words)):
            return bare.value
    return next(iter(reversed(stages_of([words]))), "")


def _matters(text: str) -> Iterator[str]:
    """Other matters than the plan; a half-year's 自评 or 考评 is part of watching over the year."""
    found = sorted((match.start(), kind) for kind, words in _MATTERS.items() if (match := words.search(text)))
    kinds = [kind for _, kind in found]
    if Kind.MONITORING in kinds:
        kinds = [kind for kind in kinds if kind not in _YEARLY]
    yield from (kind.value for kind in kinds)


def _plan_stages(text: str) -> list[str]:
    """Stages of the plan itself, by their place in the clause."""
    found: list[tuple[int, str]] = []
    for stage, words in (_PERSONAL | _OFFICIAL).items():
        if match := words.search(text):
            own = stage is Stage.SUBMITTED and _OWN.search(match.group())
            found.append((match.start(), Stage.DRAFTING.value if own else stage.value))
            if stage is not Stage.DRAFTING:
                text = text[: match.start()] + "＿" * len(match.group()) + text[match.end() :]
    return [stage for _, stage in sorted(found)]
