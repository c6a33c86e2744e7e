"""`jixiao user add`: an account from the command line."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence

from jixiao.site.start import start

ROLES = ("operator", "leader", "office_head", "reader")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao user", description="管理账号。")
    add = parser.add_subparsers(required=True, metavar="add").add_parser("add", help="添加账号")
    add.add_argument("name", metavar="用户名")
    add.add_argument("--role", choices=ROLES, required=True, help="经办人、分管领导、科室责任人、查阅人")
    add.add_argument("--organisation", metavar="名称", help="所属机关；只有一个机关时可以省略")
    add.add_argument("--office", metavar="名称", help="所属科室")
    add.add_argument("--person", metavar="姓名", help="方案中的姓名，据此找到“我的指标”")
    add.add_argument("--password-stdin", action="store_true", help="从标准输入读密码；默认提示输入")
    options = parser.parse_args(arguments)
    start(migrated=True)
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass.getpass("密码：")
    return _add(options, password)


def _add(options: argparse.Namespace, password: str) -> int:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError
    from django.utils import timezone

    from jixiao.journal.actions import Actor
    from jixiao.people import actions
    from jixiao.people.models import Account, Organisation

    try:
        validate_password(password)
    except ValidationError as error:
        return _refuse("".join(error.messages))
    agencies = Organisation.objects.filter(kind=Organisation.Kind.AGENCY)
    if options.organisation:
        agency = actions.find_or_create_organisation(options.organisation, Organisation.Kind.AGENCY)
    elif agencies.count() == 1:
        agency = agencies.get()
    else:
        return _refuse("请用 --organisation 给出所属机关。")
    place = agency
    if options.office:
        place = actions.find_or_create_organisation(options.office, Organisation.Kind.OFFICE, agency)
    person = actions.find_or_create_person(options.person, agency) if options.person else None
    new = actions.NewAccount(options.name, Account.Role(options.role), place, password, person)
    try:
        account = actions.create_account(new, Actor("命令行"), timezone.now())
    except IntegrityError:
        return _refuse(f"用户名 {options.name} 已被占用。")
    print(f"已添加账号 {account.username}（{account.get_role_display()}，{place.name}）。")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
