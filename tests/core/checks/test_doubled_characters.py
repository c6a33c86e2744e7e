"""The rule doubled-characters: 水水平 is found, 工作作风 is left in peace."""

from __future__ import annotations

import pytest
from checks_build import found, pointed, row

from jixiao.core.checks import doubled_characters

MISTAKES = [
    ("提升预算绩效管理水水平。", "水水"),
    ("提升服务水水平，优化流程。", "水水"),
    ("推进生态环境保护保护工作。", "保护保护"),
    ("加强加强安全生产监管。", "加强加强"),
    ("进一步落实落实责任。", "落实落实"),
    ("持续推进推进码头改造。", "推进推进"),
    ("完善完善考核办法。", "完善完善"),
    ("发展林下经济经济。", "经济经济"),
    ("企业的的合法权益。", "的的"),
    ("做好群众的的来信办理。", "的的"),
    ("加加强队伍建设。", "加加"),
    ("，加加快码头建设。", "加加"),
    ("推推进港口建设。", "推推"),
    ("落落实各项措施。", "落落"),
    ("强化化解风险的措措施。", "措措"),
    ("制定整改措措施。", "措措"),
    ("提高工作效效率。", "效效"),
    ("提高办事效率率。", "率率"),
    ("提升管理水平平。", "平平"),
    ("加强财政资金管理理，严控支出。", "理理"),
    ("推动高质量发展展。", "展展"),
    ("做好安全监督督。", "督督"),
    ("完成整改任务务。", "务务"),
    ("开展专项检查查。", "查查"),
    ("加强资金监管管。", "管管"),
    ("完善制度度、机制。", "度度"),
    ("落实领导领导责任。", "领导领导"),
    ("组织组织实施培训。", "组织组织"),
    ("建立健全健全机制。", "健全健全"),
    ("及时报送报送信息。", "报送报送"),
    ("提升提升政务质效。", "提升提升"),
    ("深化深化改革创新。", "深化深化"),
    ("积极推进积极推进示范创建。", "积极推进积极推进"),
    ("扫黑除恶扫黑除恶常态化。", "扫黑除恶扫黑除恶"),
    ("强化监督监督检查执行。", None),  # 监督监督检查: 监督 is a noun at a juncture
    ("优化优化营商环境。", "优化优化"),
    ("优化营营商环境。", None),  # 营 may end a noun of three
    ("健健全管理制度。", "健健"),
    ("完完善考核体系。", "完完"),
    ("实实施改造工程。", "实实"),
    ("促促进就业。", None),  # 促 may stand alone
    ("加强队队伍建设。", None),  # a suffix character
    ("提升治治理能力。", None),  # 治 may stand alone
    ("提升能能力和水平。", None),  # 能 may stand alone
    ("深深化改革。", None),  # 深深 is reduplication
    ("保保障民生。", None),  # 保 may stand alone
    ("进一步优优化流程。", "优优"),
    ("推动绩绩效管理改革。", "绩绩"),
    ("严格执行决策策程序。", None),  # 策 may be a verb here, for all that the rule knows
    ("严格落实决策策，", "策策"),
]

SOUND = """
改进工作作风，严明纪律。|稳步推进进度，按期完成。|转变管理理念，提升质效。|拓展企业业务范围。|确定会议议题三个。|泉州市市直机关工委。
推进县县联动、镇镇协作。|云州市市场监管局牵头。|核对资金金额并入账。|做好发展展望研究。|党员员工比例达标。|提升有效效果评价水平。
关注中心心理健康服务。|明确责任任务清单。|支持群众众创空间建设。|推动成果果断转化。|做好服务务必到位。|建成问题题库一个。
渐渐形成品牌。|常常走访企业。|刚刚投用的码头。|人人参与环境整治。|处处体现服务。|层层压实责任。|事事有回音，件件有着落。|家家户户通自来水。
认真研究研究路径。|实实在在办成实事。|方方面面形成合力。|扎扎实实推进。|久久为功抓治理。|源源不断供给。|牢牢守住底线。|稳稳托住民生。
领导小组组长由局长担任。|管理委员会会议每季一次。|审计署署长来访。|市场监督管理局局长。|项目部部长负责。|管理员员工培训。|产业园园区建设。
节水水平全省领先。|提高节约用水水平。|饮用水水源地保护。|供水水质达标率。|排水水管改造。|污水水量监测。|防洪水水位预警。
对对外投资企业开展检查。|建立在在建项目台账。|列入为为民办实事项目。|做好从从业人员培训。|报经经信局审核。|转发发改委文件。|鼓励以以旧换新。
学习习近平法治思想。|全面学习习惯养成。|保障障碍者权益。|城市市政设施完好。|城市市容整洁。|各城市市、县联动。|学校校长培训。|建设设施农业。
开展展销活动五场。|公开开放政府数据。|实现现代化目标。|落实实施方案。|落实实名制。|机制制约有效。|检查查处问题。|评价价格水平。|方案案例汇编。
标准准入管理。|措施施行情况。|会议议程公开。|目标标准一致。|能力力争一流。|力量量化评估。|运行行为规范。|银行行业自律。|执行行政决定。
创新新型模式。|更新新能源车辆。|最新新闻发布。|统一一体推进。|协调调度机制。|申报报告齐全。|宣传传统文化。|教育育人成效。|维护护航安全。
审批批复及时。|研究究竟何种路径。|整改改革任务。|用地地块出让。|住房房源筹集。|自主主动公开。|业主主体责任。|重点点位巡查。|试点点评会议。
各部门部门预算公开。|专项工作工作方案。|国有企业企业年金。|机关支部支部书记。|重点项目项目法人。|政协政协委员联络。|办公室办公室主任。|一项一项抓落实。
服务务实高效。|村村通客车。|组织织密防护网。|成本本级承担。|投资资源整合。|资源源头管控。|信息息息相关。|工程程序合规。|环境境内外合作。
安全全覆盖检查。|安全全过程监管。|文化化解矛盾。|产业业态丰富。|系统统筹推进。|基本本领过硬。|社会会商机制。|推动动能转换。|活动动员大会。
高层层面会商。|公里里程碑。|成员员额管理。|特色色彩鲜明。|需求求真务实。|任职职务公示。|期限限制条件。|农业业务培训。|专业业务骨干。|规范范围。
自由、平等等价值。|确保公平、平等等。|信息源源头治理。|会上上台发言。|海警警示教育。|码头头等大事。|群众众志成城。|渔民民主评议。
""".replace("\n", "|")
SOUND_TEXTS = [text for text in SOUND.split("|") if text]


def said(text: str, **fields: str) -> list[str]:
    return [pointed(f, text) for f in found(doubled_characters, [row(l2=text, **fields)])]


@pytest.mark.parametrize(("text", "doubled"), [(t, d) for t, d in MISTAKES if d])
def test_a_doubling_by_mistake_is_marked(text: str, doubled: str) -> None:
    assert said(text) == [doubled]


@pytest.mark.parametrize("text", SOUND_TEXTS)
def test_a_sound_doubling_is_left_in_peace(text: str) -> None:
    assert said(text) == []


def test_precision_and_recall_over_the_labelled_cases() -> None:
    hits = sum(bool(said(text)) for text, _ in MISTAKES)
    false_alarms = sum(bool(said(text)) for text in SOUND_TEXTS)
    assert len(MISTAKES) >= 40
    assert len(SOUND_TEXTS) >= 120
    assert false_alarms == 0
    assert hits / len(MISTAKES) >= 0.75


def test_the_plans_own_wording_tells_an_unknown_word() -> None:
    text = "推进澜州州港建设。"
    assert said(text) == []
    texts = [row(l2="提升澜桥桥港服务区。"), row(2, l2="建设澜桥港服务区。")]
    assert [f.row for f in found(doubled_characters, texts)] == []
    texts = [row(l2="落实生态屏障障建设清单。"), row(2, l2="对照生态屏障建设清单推进。")]
    assert [f.suggestion for f in found(doubled_characters, texts)] == ["障"]


def test_a_goal_cell_is_read_once_for_all_of_its_rows() -> None:
    fields = {"l1": "提升绩效管理水水平。"}
    findings = found(doubled_characters, [row(1, **fields), row(2, **fields)])
    assert [(f.row, f.field) for f in findings] == [(1, "l1")]
