"""Which passwords are taken, and what is said of the others."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jixiao.people.models import Account

_SENTENCES = {  # by Django's codes: not all of its own sentences are translated
    "password_too_short": "密码太短，至少 10 个字符。",
    "password_too_similar": "密码与用户名或姓名太接近。",
    "password_too_common": "这个密码太常见，容易被猜到。",
}


def flaws(password: str, account: Account | None = None) -> str:
    """What is wrong with the password, in sentences; '' when it may be used."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return "".join(_SENTENCES.get(each.code or "", "这个密码不能用，请换一个。") for each in error.error_list)
    return ""
