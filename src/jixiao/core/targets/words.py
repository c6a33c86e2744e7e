"""The words that turn a number in a sentence into a requirement."""

from __future__ import annotations

import re

AT_LEAST = "不少于|不低于|不小于|不得少于|不得低于|不得小于|至少|最少|最低|大于等于|≥|>="
REACHES = (
    "达到|达成|达|力争|提高到|提升到|提高至|提升至|增至|增加到|增加至|增长到|扩大到|扩大至"
    "|稳定在|保持在|保持|维持在|上升到|上升至"
)
MORE = "超过|超出|超|突破|高于|大于|多于|优于|>"
AT_MOST = (
    "不超过|不高于|不大于|不多于|不得超过|不得高于|不得大于|控制在|控制到|压缩至|压缩到|压缩在"
    "|压减至|压减到|缩短至|缩短到|缩减至|降至|降到|降低至|降低到|下降到|下降至|减少到|减少至|≤|<="
)
LESS = "低于|少于|小于|不足|不到|<"
COMPARATORS = {
    **dict.fromkeys(AT_LEAST.split("|"), ">="),
    **dict.fromkeys(REACHES.split("|"), ">="),
    **dict.fromkeys(MORE.split("|"), ">"),
    **dict.fromkeys(AT_MOST.split("|"), "<="),
    **dict.fromkeys(LESS.split("|"), "<"),
}
_LONGEST = max(map(len, COMPARATORS))
# Words that govern a number even from a few characters away: 至少形成1项, 力争全年完成25亿元.
_FAR = f"{AT_LEAST}|力争|不超过|不高于|不大于|不多于|不得超过|不得高于|控制在|高于|低于|达到"


def comparator_before(text: str) -> tuple[str, int] | None:
    """(comparator, its length with 约 or 了) of the word that `text` ends with, or None."""
    trail = 1 if text.endswith(("约", "近", "了", "为", ":")) else 0
    word_end = len(text) - trail
    for start in range(max(0, word_end - _LONGEST), word_end):
        if text[start:word_end] in COMPARATORS:
            return COMPARATORS[text[start:word_end]], len(text) - start
    return None


def _longest_first(words: str) -> str:
    return "|".join(sorted(words.split("|"), key=lambda w: (-len(w), w)))


FAR_BEFORE = re.compile(rf"({_longest_first(_FAR)})([^，。；：、！？\0]{{1,14}})\Z")
AFTER = re.compile(
    r"(?:\((?!含)[^()0-9]{1,3}\))?(?:\(含[^()]{0,8}\))?(?:及|或)?"
    r"(?P<word>以上|以下|以内|之内|左右|上下|之间|内(?![部容外设控审生需涵地陆河涝科]))?"
    r"(?:\(含[^()]{0,8}\))?"
)
LATE_AFTER = re.compile(r"[^，。；、！？0-9\0]{1,6}?(?<![级模额职等])以上(?=[，。；、！？]|\Z)")
AFTER_WORDS = {"以上": ">=", "以下": "<=", "以内": "<=", "之内": "<=", "内": "<=", "左右": "=", "上下": "="}

_CN = "一二两三四五六七八九十"
_CN_NUMBER = f"(?<![{_CN}零百千])[{_CN}][{_CN}零百千]{{0,15}}"
_CN_PART = f"[{_CN}][{_CN}零百千]{{0,15}}"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]{1,15}(?![0-9])(?:\.[0-9]{1,15})?"
NUMBER = re.compile(
    rf"(?<![0-9.A-Za-z第数几])(?:(?P<ratio>百分之|千分之)(?P<of>{_NUMBER}|{_CN_PART}(?:点[{_CN}零]{{1,9}})?|百)"
    rf"|(?P<number>{_NUMBER}|{_CN_NUMBER}(?:点[{_CN}零]{{1,9}})?))"
)
RANGE = re.compile(rf"[-~至到]+(?:百分之)?(?P<to>{_NUMBER}|{_CN_PART})")
# What follows a measure word that is only the beginning of another word: 3场所, 2台账, 16位置.
NO_UNIT = {
    "台": ("账", "风", "湾"),
    "条": ("例", "款"),
    "次": ("生", "序", "级"),
    "场": ("所", "馆"),
    "名": ("单", "录"),
    "位": ("置",),
    "本": ("级", "市", "地", "科"),
    "部": ("门", "分"),
    "组": ("织",),
    "期": ("工程", "项目", "建设", "厂房", "地块", "改造", "末", "中"),
    "面": ("积", "向"),
    "节": ("能", "约"),
    "批": ("准", "复", "发"),
}
ROUND_SUM = re.compile(r"(?<![0-9一二两三四五六七八九十百千万数几余多])(?P<unit>[百千]万元|亿元)(?=以上|的|级)")

# After these the counted thing begins, wherever they stand: 在各区|举办|专场推介活动6场以上.
_ACTS = (
    "完成 举办 开展 召开 组织 建成 新建 改建 扩建 新增 新开 恢复 加密 实现 引进 招引 打造 争取 推动 推进 推出 "
    "签约落地 落地 新签约 认定 制定 出台 印发 编制 形成 提出 细化 建立 设立 组建 成立 整合 扶持 支持 协助 "
    "帮助 督促 确保 力争 达到 提供 下达 安排 发放 开工建设 投用 开通 配备 配齐 购置 查处 报送 上报 刊发 发表 "
    "获得 荣获 入选 选派 选树 吸纳 盘活 拆除 惠及 带动 辐射 开设 举行 参加 承办 主办 邀请 核定 签订 新改扩建 "
    "新建成 新开工 力促 促成 编发 编印 撰写 提交 征集 筹集 并 将 使"
)
# These are as often part of a noun (服务站点, 调研文章), so they count only where a segment begins.
_DEEDS = (
    "建设 改造 培育 培养 创建 对接 发展 发布 服务 指导 保持 保障 投入 落实 实施 启动 开工 竣工 投产 优化 升级 "
    "更新 配置 采购 办理 处置 整治 排查 检查 抽检 抽查 巡查 监测 走访 慰问 调研 宣传 报道 申报 推荐 评选 表彰 "
    "招聘 录用 帮扶 转移 救助 资助 补助 减少 降低 压减 化解 处理 清理 修复 种植 造林 治理 增加 提高 提升 促进 "
    "覆盖 受理 审结 执结 调处 进行 参与 接待 演出 拍摄 创作 出版 推送 整理 收集"
)
DEEDS = frozenset(_DEEDS.split())
_VERBS = DEEDS.union(_ACTS.split())
VERB = re.compile(
    "|".join(sorted(_VERBS, key=lambda v: (-len(v), v))) + "|及(?!以[上下])|在(?![园校岗建编职册线用库办籍押营位])"
)
# A bare small Chinese numeral counts only right behind such a verb (举办三场); elsewhere it is part of a name.
COUNTING = re.compile(
    r"(?:完成|举办|开展|召开|组织|建设|建成|新建|改建|扩建|改造|新增|引进|招引|培育|培养|打造|创建|争取|推出|签约|落地|发展|制定|出台|印发"
    r"|形成|组建|成立|至少|配置|配备|采购|购置|整治|走访|慰问|举行|进行|承办|演出|创作|发布|编发|报送|获得|荣获|申报)(?:了|各类)?\Z"
)
NOUN_END = re.compile(
    r"[，。；：、！？,;:!?()“”\"《》\0]|(?<!所)在|最|并(?!购|网)|用于|等(?!级)|为(?!民)|以(?!上)|向|从|(?<![参干])与|由(?!于)"
)

PERIOD_WORDS = {
    "季度": "quarter", "季": "quarter", "月": "month", "半年": "half-year", "学期": "half-year", "年度": "year",
    "年": "year", "周": "week", "星期": "week", "日": "day", "天": "day",
}  # fmt: skip
RECURRING = re.compile(
    r"(?:每一?个?|按|逐)(?P<unit>季度|半年|学期|年度|星期|季(?!节)|月|年|周|(?<=每)日|(?<=每)天)(?!均|度|底)"
)
YEAR_WORD = re.compile(
    r"(?:20[0-9]{2}年)?全年|年内|当年|本年度?|今年|(?<![0-9])20[0-9]{2}年度?(?=新增|新建|完成|实现|举办|开展|组织|引进|培育|建成|改造|力争)"
    r"|(?<![半每0-9一二两三四五六七八九十])年度?(?=新增|完成|实现|培训|举办|开展|组织|引进|对接|接待|产|营|销|投资|力争|争取|培育|查处|抽检|检查|不少于|不低于|至少)"
)
THRESHOLD_NOUN = (
    r"项目|企业|工程|单位|合同|采购|公司|商户|小区|建筑|学校|医院|机构|法人|纳税人|大户|农户|事项|产业|基地|园区|平台|产品|品牌|客户|载体|村"
    r"|街区|集群|道路|河流|水库|船舶|锅炉|资金|支出|贷款|案件|争议|事故|客车|园|店"
)
THRESHOLD = re.compile(rf"的|[^，。；、0-9\0]{{0,8}}?(?:{THRESHOLD_NOUN})")
STRICT_THRESHOLD = re.compile(
    rf"(?:的[^，。；、0-9\0]{{0,6}}|(?:规模|重大|重点|大型|工业|产业|优质|投资|在建|新建)*)(?:{THRESHOLD_NOUN})"
)
CHANGE = re.compile(
    r"(?:增长|增加|提高|提升|上升|增幅|增速|递增|下降|降低|减少|压减|压缩|降幅|缩短|下浮|上浮|增收|节约|回升|扩大)[^，。；、]{0,6}\Z"
)

ZERO = re.compile(
    r"[“\"]?(?P<zero>零)[”\"]?(?P<what>发生|事故|死亡|投诉|新增|感染|增长|违规|违纪|差错|泄漏|泄密|泄露|上访|火灾|伤亡|失误|延误|拖欠|漏报|舆情|复发|案件|聚集"
    r"|疫情|中断|积压|超时|逾期|退件|差评|污染|辍学|失学|返贫|致贫|信访|事件|缺陷|隐患|漏管|脱管|挂账)[”\"]?|(?<=[为达])(?P<nil>零|0)(?=[，。；、”！]|\Z)"
)
ZERO_UNITS = {
    **dict.fromkeys(("投诉", "上访", "信访", "案件", "差错"), "件"),
    **dict.fromkeys(("死亡", "伤亡", "感染", "辍学", "失学", "返贫", "致贫"), "人"),
    "增长": "%",
}
COVERAGE = re.compile("全覆盖")
