"""Rights and relations in the words of the people who administer them."""

from __future__ import annotations

from jixiao.people.policy import Relation, Right

RELATIONS = {
    Relation.OWN: "本级",
    Relation.INSIDE: "本机关其他机构",
    Relation.PEER: "同组单位",
    Relation.UPPER: "上级绩效办对下级",
    Relation.STRANGER: "无关单位",
}

RIGHTS = {
    Right.DESK_READ: "打开工作台",
    Right.PLAN_READ: "查阅方案",
    Right.PLAN_IMPORT: "导入、校对文件",
    Right.PLAN_CONFIRM: "确认导入的方案",
    Right.PLAN_DRAFT: "编制方案",
    Right.PLAN_ADVANCE: "推进办理程序",
    Right.PLAN_RECORD: "补录系统外的办理",
    Right.PLAN_SIGN_OFF: "审定方案",
    Right.PLAN_APPROVE: "批准或退回方案",
    Right.REVIEW_ASSIGN: "安排互审",
    Right.REVIEW_READ: "查阅互审意见",
    Right.REVIEW_COMMENT: "提出互审意见",
    Right.REVIEW_ANSWER: "答复互审意见",
    Right.AMENDMENT_PROPOSE: "提出调整",
    Right.AMENDMENT_APPROVE: "批准调整",
    Right.OVERLAP_CONFIRM: "复核动态目标的重复",
    Right.PUBLICATION_PREPARE: "拟定公开文本",
    Right.PUBLICATION_REVIEW: "审核公开文本",
    Right.BASIS_READ: "查阅依据文件",
    Right.BASIS_EDIT: "维护依据文件",
    Right.LIBRARY_READ: "查阅通用指标",
    Right.LIBRARY_EDIT: "维护通用指标",
    Right.CASCADE_READ: "查阅分解",
    Right.CASCADE_EDIT: "分解方案",
    Right.FILING_RECEIVE: "接收报备",
    Right.PEOPLE_READ: "查阅机构与人员",
    Right.PEOPLE_EDIT: "维护机构、职务、任期",
    Right.PEER_GROUP_EDIT: "维护互审分组",
    Right.ACCOUNT_READ: "查阅账号",
    Right.ACCOUNT_EDIT: "新建、停用账号，重置密码",
    Right.ROLE_GRANT: "授予角色",
    Right.RIGHTS_READ: "查阅权限表",
    Right.JOURNAL_READ: "查阅留痕",
}
