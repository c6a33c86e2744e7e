"""Journal entries about reminders as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.ledger.models import ChatRobot

KINDS = {"channel": "提醒方式", "robot": "群机器人"}
_ROBOTS = dict(ChatRobot.Kind.choices)


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    robot = _ROBOTS.get(facts.get("kind", ""), "群")
    if action == "reminder.channels":
        ways = [word for key, word in (("mail", "邮件"), ("chat", "工作群")) if facts.get(key)]
        return f"选择提醒方式：{'、'.join(ways) or '只在系统内'}"
    if action == "reminder.feed":
        return "开通日历订阅，更换地址" if facts.get("on") else "停用日历订阅"
    if action == "robot.set":
        renewed = "，更换密钥" if facts.get("renewed") else ""
        return f"{'启用' if facts.get('active') else '停用'}{robot}机器人{renewed}"
    return f"用{robot}机器人发测试消息" if action == "robot.test" else ""
