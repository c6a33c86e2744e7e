"""What a column means, from its name: the names that agencies use, and the words that decide where none is known."""

from __future__ import annotations

import re
from functools import lru_cache

# Role -> names that mean it. Names are compared without spaces, brackets' contents and units.
NAMES: dict[str, tuple[str, ...]] = {
    "category": ("项目", "考核项目", "考评项目", "类别", "指标类别", "指标类型", "考核类别", "目标类别", "目标类型", "维度",
                 "考核维度", "板块", "模块", "考核模块", "分类", "大类", "类型", "考核大项", "考评类别", "任务类别", "领域"),
    "no": ("序号", "编号", "编码", "指标编码", "指标编号", "代码", "项号", "号"),
    "basis": ("文件依据", "依据", "政策依据", "目标来源", "任务来源", "设定依据", "来源", "指标来源", "依据文件", "来源依据",
              "任务依据", "考核依据", "文件来源"),
    "l1": ("一级指标", "一级目标", "第一层次", "1级指标"),
    "l2": ("二级指标", "二级目标", "第二层次", "2级指标"),
    "l3": ("三级指标", "三级目标", "第三层次", "3级指标"),
    "l4": ("四级指标",),
    "text": ("考核内容", "考评内容", "考核指标", "考评指标", "指标名称", "指标", "具体指标", "工作任务", "目标任务", "主要任务",
             "重点工作", "工作内容", "具体内容", "考核要点", "考评要点", "工作目标", "考核目标", "绩效目标", "具体任务", "任务",
             "年度目标", "年度目标任务", "年度重点任务", "指标内容", "内容", "具体要求", "工作要求", "目标要求", "任务内容", "工作事项",
             "考核事项", "事项", "加分事项", "扣分事项", "否决事项", "情形", "内容及要求", "工作措施", "具体措施", "重点任务", "目标",
             "任务名称", "项目名称", "具体目标", "完成标准", "考核内容及要求", "目标内容", "评价内容", "评价指标", "测评内容"),
    "rule": ("评分标准", "考核标准", "考评标准", "计分标准", "赋分办法", "评分办法", "计分办法", "计分方法", "评分细则", "扣分标准",
             "加分标准", "考核办法", "评价标准", "评分规则", "计分规则", "考核评分标准", "考核方式", "评分方法", "赋分标准", "评分依据",
             "计分细则", "考核细则", "打分标准", "评分说明", "评分标准及办法", "加减分标准"),
    "weight": ("权重分值", "分值", "权重", "标准分", "满分", "各项分值", "分数", "计分", "权数", "基本分", "赋分", "配分", "标准分值", "基础分",
               "分值权重", "指标分值", "指标权重", "满分值", "考核分值", "扣分", "加分", "加分值", "扣分值", "总分", "最高分", "最高扣分", "最高加分",
               "加分上限", "扣分上限", "分值上限"),
    "target": ("目标值", "指标值", "年度目标值", "计划值", "年度指标值", "目标值标准", "年度计划"),
    "unit": ("计量单位", "单位", "度量单位"),
    "nature": ("指标性质", "指标属性", "性质", "指标方向"),
    "deadline": ("完成时限", "时限", "完成时间", "截止时间", "时间节点", "完成期限", "办结时限", "时间要求", "时间", "时间进度",
                 "进度要求", "完成日期", "截止日期", "期限", "时序进度"),
    "leaders": ("分管领导", "牵头领导", "责任领导", "挂钩领导", "市领导", "包保领导", "挂点领导", "主管领导", "分管负责同志",
                "分管局领导", "分管委领导", "分管负责人", "县领导", "区领导", "局领导", "校领导", "院领导", "分管院领导", "分管校领导"),
    "offices": ("责任科室", "责任处室", "责任单位", "牵头单位", "责任部门", "承办科室", "牵头科室", "考核责任单位", "主办单位", "总牵头单位",
                "牵头部门", "主责单位", "承办单位", "责任股室", "责任站所", "牵头处室", "承办处室", "承办部门", "主责部门", "责任主体",
                "第一责任单位", "主办科室", "实施单位", "责任机构"),
    "co_offices": ("配合单位", "协办单位", "配合科室", "协助科室", "参与单位", "配合部门", "协办科室", "协同部门", "配合处室", "协作单位",
                   "责任配合单位", "协办部门"),
    "owners": ("科室责任人", "科室负责人", "责任人", "承办人", "具体负责人", "联系人", "经办人", "处室负责人", "责任人员", "部门负责人",
               "负责人", "具体责任人", "直接责任人", "承办责任人", "股室负责人", "具体承办人"),
    "assessor": ("负责考核部门", "考核部门", "考核单位", "考评单位", "评价主体", "考评责任单位", "考评部门", "评分单位", "评价单位",
                 "考核主体", "考核责任部门", "评分部门", "认定部门", "认定单位", "考核牵头单位", "赋分单位", "负责考核单位", "考核机构"),
    "data": ("采集数据项", "数据来源", "数据采集", "数据提供单位", "佐证材料", "印证材料", "材料清单", "证明材料"),
    "score": ("得分", "自评得分", "自评分", "综评得分", "考核得分", "评分", "综合得分", "复核得分", "考评得分", "实得分", "自评", "名次",
              "排名", "等次"),
    "actual": ("完成情况", "完成值", "实际完成值", "是否完成", "进展情况", "完成进度", "自评情况"),
    "note": ("备注", "说明", "附注", "指标解释", "指标说明", "联系电话", "电话"),
}  # fmt: skip
_ROLE = {name: role for role, names in NAMES.items() for name in names}

# Where the name is unknown, its words decide; the first rule that fits wins.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"数据.*(?:单位|部门|科室|处室)|提供.*(?:单位|部门)|佐证|印证", "data"),
    (r"得分|自评|复评|名次|排名|扣分情况", "score"),
    (r"(?:标准|办法|细则|方法|规则|口径)$", "rule"),
    (r"[计评赋扣加打]分.*说明$", "rule"),
    (r"时限|期限|节点|(?:完成|截止|办结).*时间|时间节点", "deadline"),
    (r"领导$|领导姓名", "leaders"),
    (r"分值|权重|分数|满分|标准分|基本分|权数", "weight"),
    (r"联系人|负责人|责任人|承办人|经办", "owners"),
    (r"(?:考核|考评|评价|评分|打分|测评|认定).*(?:单位|部门|主体|机构|科室)", "assessor"),
    (r"(?:配合|协办|协同|参与|协助).*(?:单位|部门|科室|处室|股室|机构)?$", "co_offices"),
    (r"(?:单位|部门|科室|处室|股室|站所|机构)$|^(?:责任|牵头|承办|主办|主责).*[室所办部处股科站组]$", "offices"),
    (r"依据|来源", "basis"),
    (r"^四级", "l4"), (r"^三级", "l3"), (r"^二级", "l2"), (r"^一级", "l1"),
    (r"目标值|指标值", "target"),
    (r"(?:指标|内容|任务|目标|要点|要素|事项|要求|措施|情形)$", "text"),
    (r"类别|类型|(?:维度|领域|板块|模块)$", "category"),
    (r"序号|编号|编码", "no"),
    (r"备注|说明", "note"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), role) for pattern, role in _WORDS)
_WITH_POINTS = re.compile(r"(?<=.)[及和与]分[值数]$")  # 考核内容及分值: the text states its own points
_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"[（(〔\[【][^）)〕\]】]{0,20}[）)〕\]】]?")
MAX_NAME = 16

PEOPLE = ("leaders", "offices", "owners")
LEVEL_ROLES = frozenset({"category", "l1", "l2", "l3", "l4", "text"})


def squeeze(text: str) -> str:
    """A name without the spaces and line breaks inside it."""
    return _SPACES.sub("", text)


@lru_cache(maxsize=4096)
def role_of(name: str) -> str | None:
    """The meaning of a column called `name`, or None when the text is no column name."""
    bare = squeeze(name)
    if not bare or len(bare) > MAX_NAME + 12:
        return None
    exact = _ROLE.get(bare)
    if exact:
        return exact
    bare = _WITH_POINTS.sub("", _BRACKETED.sub("", bare).strip("：:*"))
    exact = _ROLE.get(bare)
    if exact or not bare or len(bare) > MAX_NAME or any(c in "。；，、" for c in bare):
        return exact
    if re.search(r"\d", bare):
        return None
    return next((role for pattern, role in _COMPILED if pattern.search(bare)), None)


def is_known_name(name: str) -> bool:
    """Is this one of the names in use, not only one whose words suggest a meaning?"""
    bare = squeeze(name)
    return bare in _ROLE or _BRACKETED.sub("", bare) in _ROLE
