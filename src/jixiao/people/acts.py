"""Journal entries of this room as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.people.models import Account

KINDS = {
    "account": "账号",
    "organisation": "机构",
    "person": "人员",
    "post": "职务",
    "peer_group": "互审分组",
}
_TEXTS = {
    "account.sign_in": "登录（{address}）",
    "account.create": "新建账号 {username}（{organisation}），角色：{role}",
    "account.role": "{username} 的角色由“{old}”改为“{new}”",
    "account.lock": "停用账号 {username}",
    "account.unlock": "启用账号 {username}",
    "account.reset": "重置 {username} 的密码",
    "account.password": "修改本人密码",
    "organisation.create": "在{parent}下设立{name}",
    "organisation.rename": "“{old}”更名为“{new}”",
    "organisation.retire": "撤销{name}，最后一日 {on}",
    "person.create": "登记人员{name}",
    "person.rename": "人员“{old}”改为“{new}”",
    "post.create": "设立职务{post}",
    "post.hand_over": "{post}由{from}交给{to}，自 {on} 起",
    "peer_group.create": "建立 {year} 年互审分组{name}：{new}",
    "peer_group.change": "{year} 年互审分组{name}改为：{new}",
}
_ROLES = dict(Account.Role.choices)


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another room."""
    known = {key: _shown(key, value, action) for key, value in facts.items()}
    if action == "post.hand_over" and not known.get("from"):
        return f"{known.get('post', '')}由{known.get('to', '')}担任，自 {known.get('on', '')} 起"
    return _TEXTS.get(action, "").format_map(_Blanks(known))


def _shown(key: str, value: object, action: str) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    text = str(value)
    return _ROLES.get(text, text) if key == "role" or action == "account.role" else text


class _Blanks(dict[str, str]):
    """Facts of an older program may lack a word: a gap is shown, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"
