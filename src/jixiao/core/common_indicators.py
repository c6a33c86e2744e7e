"""Indicators that the plans of most agencies share, brought along as a start.

The wordings, standards and sources are the software's own proposals; an agency takes over what its upper office asks
for and keeps its own versions beside these. Who scores them is usually somebody outside the agency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXTERNAL = "external"  # the scoring department gives the points


@dataclass(frozen=True, slots=True)
class CommonIndicator:
    """One of them. `text` is what goes into the plan, `rule` its scoring standard, `scorer` who gives the points."""

    group: str
    name: str
    text: str
    rule: str
    data_source: str
    scorer: str
    rule_kind: str = EXTERNAL

    @property
    def standard(self) -> str:
        """The scoring standard with where its data come from and who scores, as one text for the plan."""
        beside = [
            f"{label}：{value}" for label, value in (("数据来源", self.data_source), ("评分单位", self.scorer)) if value
        ]
        return f"{self.rule}（{'；'.join(beside)}）" if self.rule and beside else self.rule or "；".join(beside)


_GOVERNMENT, _LAW, _SERVICE, _CIVIC, _SAFETY = "政务运行", "依法行政", "服务效能", "文明建设", "平安建设"
COMMON: tuple[CommonIndicator, ...] = (
    CommonIndicator(
        _GOVERNMENT,
        "政务信息报送",
        "及时报送政务信息和紧急信息，全年报送数量和采用情况达到年度要求。",
        "完成年度报送任务得满分；未完成的，按完成比例得分；迟报、漏报、瞒报紧急信息的，每次扣减，扣完为止。",
        "政务信息采用通报",
        "市政府办公室",
    ),
    CommonIndicator(
        _GOVERNMENT,
        "政府网站与政务新媒体",
        "做好门户网站和政务新媒体的内容更新、互动回应和安全管理，季度检查不出现单项否决。",
        "各季度检查均合格得满分；每出现一次不合格扣减；被上级通报的加倍扣减。",
        "网站与新媒体季度检查通报",
        "市政府办公室",
    ),
    CommonIndicator(
        _GOVERNMENT,
        "政务公开",
        "按时公开应当公开的政府信息，规范办理依申请公开，落实政策解读和年度报告。",
        "按公开要点逐项检查，全部落实得满分；每缺一项扣减；依申请公开被纠错的另行扣减。",
        "政务公开年度评估结果",
        "市政府办公室",
    ),
    CommonIndicator(
        _GOVERNMENT,
        "建议提案办理",
        "按期办结人大代表建议和政协提案，办理前后与代表、委员沟通，答复件规范公开。",
        "按期办结率、沟通率均达到百分之百得满分；每有一件逾期或被退回重办扣减。",
        "建议提案办理系统",
        "市人大常委会、市政协有关工作机构和市政府办公室",
    ),
    CommonIndicator(
        _GOVERNMENT,
        "预算绩效管理",
        "编报绩效目标，开展运行监控和自评，按要求公开预决算，执行进度达到序时要求。",
        "按预算绩效管理考核得分折算；执行进度低于要求的，按差距扣减。",
        "部门预算绩效管理考核结果",
        "市财政局",
    ),
    CommonIndicator(
        _GOVERNMENT,
        "档案工作",
        "落实档案工作责任，归档及时完整，年度检查合格，电子档案按要求移交。",
        "年度检查合格得满分；基本合格得六成；不合格不得分；发生档案安全事故的不得分。",
        "档案工作年度检查结果",
        "市档案主管部门",
    ),
    CommonIndicator(
        _GOVERNMENT,
        "保密工作",
        "落实保密责任制，开展保密自查和教育，涉密人员、载体和设备管理规范，不发生失泄密事件。",
        "保密检查合格且没有失泄密事件得满分；检查发现问题未按期整改的扣减；发生失泄密事件的不得分。",
        "保密检查结果",
        "市保密行政管理部门",
    ),
    CommonIndicator(
        _LAW,
        "法治政府建设",
        "落实重大行政决策程序、规范性文件审核备案和行政执法规范，负责人出庭应诉和复议应诉履职到位。",
        "按法治政府建设年度评价得分折算；行政行为被撤销或确认违法的，按件扣减。",
        "法治政府建设年度评价结果",
        "市司法局",
    ),
    CommonIndicator(
        _LAW,
        "处分备案与廉政建设",
        "落实全面从严治党主体责任，处分决定按规定执行并备案，开展廉政风险排查。",
        "按规定执行和备案得满分；逾期备案或执行不到位的，每件扣减。",
        "处分执行专项检查结果",
        "纪检监察机关",
    ),
    CommonIndicator(
        _SERVICE,
        "营商环境",
        "落实优化营商环境年度任务，提升企业办事便利度，及时回应企业诉求。",
        "按营商环境监测评价得分折算；有典型负面案例被通报的，每件扣减。",
        "营商环境监测评价结果",
        "市营商环境牵头部门",
    ),
    CommonIndicator(
        _SERVICE,
        "12345热线办理",
        "按时签收、办结政务服务便民热线诉求件，提高群众满意率，减少重复投诉。",
        "按时签收率、按时办结率、满意率三项按权重得分；逾期未办结的按件扣减。",
        "热线平台统计数据",
        "市12345政务服务便民热线管理机构",
    ),
    CommonIndicator(
        _SERVICE,
        "数字政府建设",
        "推进政务数据共享和业务系统整合，完成年度应用任务，落实网络和数据安全责任。",
        "按年度任务完成比例得分；共享数据质量不合格、发生网络安全事件的扣减。",
        "数字政府建设任务台账",
        "市数据管理部门",
    ),
    CommonIndicator(
        _SERVICE,
        "信访工作",
        "依法按期办理信访事项，落实领导接访包案，推动信访积案化解。",
        "及时受理率、按期办结率达到要求得满分；未达到的按比例扣减；发生负有责任的重大信访事件的不得分。",
        "信访信息系统数据",
        "市信访局",
    ),
    CommonIndicator(
        _SERVICE,
        "工作创新",
        "围绕中心任务开展改革创新，形成可复制的做法，并得到上级认可。",
        "做法得到上级书面肯定或推广的，按层级得分；没有的不得分。",
        "有关文件和批示",
        "市绩效办",
    ),
    CommonIndicator(
        _CIVIC,
        "精神文明建设",
        "参与文明城市、文明单位创建，开展志愿服务和文明实践活动。",
        "完成年度创建任务得满分；测评中因本单位责任失分的，按次扣减。",
        "文明创建测评结果",
        "市文明办",
    ),
    CommonIndicator(
        _CIVIC,
        "生活垃圾分类",
        "落实机关生活垃圾分类和反食品浪费要求，设施规范，宣传到位，检查评估达标。",
        "检查评估优秀得满分；良好得八成；合格得六成；不合格不得分。",
        "公共机构生活垃圾分类评估结果",
        "市机关事务管理部门",
    ),
    CommonIndicator(
        _SAFETY,
        "平安建设",
        "落实平安建设（综治）责任制，排查化解本系统矛盾纠纷，做好反诈、禁毒等宣传防范。",
        "按平安建设年度考评得分折算；发生负有责任的重大案事件的，按规定扣减或不得分。",
        "平安建设年度考评结果",
        "市委政法委",
    ),
    CommonIndicator(
        _SAFETY,
        "安全生产与消防",
        "落实安全生产和消防安全责任，开展隐患排查整治，不发生负有监管责任的较大以上事故。",
        "按安全生产和消防工作考核得分折算；重大隐患逾期未整改的扣减；发生较大以上责任事故的不得分。",
        "安全生产和消防工作考核结果",
        "市安委会办公室",
    ),
)


def by_name(names: Iterable[str]) -> tuple[CommonIndicator, ...]:
    """Those of the names, in the order of the library; unknown names are left out."""
    wanted = set(names)
    return tuple(each for each in COMMON if each.name in wanted)
