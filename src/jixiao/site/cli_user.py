"""`jixiao user`: accounts from the command line, the first ones and the administrators' above all."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence

from jixiao.site.start import start

ROLES = {
    "operator": "绩效办经办人",
    "group_head": "领导小组组长",
    "leader": "分管领导",
    "office_head": "科室责任人",
    "office_clerk": "科室经办人",
    "enterprise": "企业填报员",
    "upper": "上级绩效办",
    "inspector": "察访核验员",
    "discipline": "纪检监察",
    "reader": "查阅人",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "auditor": "审计管理员",
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao user", description="管理账号。")
    commands = parser.add_subparsers(required=True, metavar="add|password", dest="command")
    add = commands.add_parser("add", help="添加账号")
    add.add_argument("name", metavar="用户名")
    add.add_argument(
        "--role",
        choices=ROLES,
        required=True,
        metavar="角色",
        help="；".join(f"{name} {label}" for name, label in ROLES.items()),
    )
    add.add_argument("--organisation", metavar="名称", help="所属机关；只有一个机关时可以省略")
    add.add_argument("--office", metavar="名称", help="所属科室")
    add.add_argument("--person", metavar="姓名", help="方案中的姓名，据此找到“我的指标”")
    add.add_argument("--password-stdin", action="store_true", help="从标准输入读密码；默认提示输入")
    reset = commands.add_parser("password", help="重置密码，显示一次新的初始密码")
    reset.add_argument("name", metavar="用户名")
    options = parser.parse_args(arguments)
    start(migrated=True)
    if options.command == "password":
        return _reset(options.name)
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass.getpass("密码：")
    return _add(options, password)


def _reset(name: str) -> int:
    from django.utils import timezone

    from jixiao.people.actions.accounts import reset_password
    from jixiao.people.models import Account
    from jixiao.people.policy import Console

    account = Account.objects.filter(username=name).first()
    if account is None:
        return _refuse(f"没有用户名为 {name} 的账号。")
    password = reset_password(Console(), account.pk, timezone.now())
    print(f"{name} 的初始密码：{password}（首次登录后须修改）")
    return 0


def _add(options: argparse.Namespace, password: str) -> int:
    from django.utils import timezone

    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.actions.posts import find_or_create_person
    from jixiao.people.models import Account, Organisation
    from jixiao.people.passwords import flaws
    from jixiao.people.policy import Console, Refused

    wrong = flaws(password)
    if wrong:
        return _refuse(wrong)
    agencies = Organisation.objects.filter(kind=Organisation.Kind.AGENCY)
    if options.organisation:
        named = Organisation.objects.filter(name=options.organisation.strip(), kind__in=["city", "agency"]).first()
        agency = named or find_or_create_organisation(options.organisation, Organisation.Kind.AGENCY)
    elif agencies.count() == 1:
        agency = agencies.get()
    else:
        return _refuse("请用 --organisation 给出所属机关。")
    place = agency
    if options.office:
        place = find_or_create_organisation(options.office, Organisation.Kind.OFFICE, agency)
    person = find_or_create_person(options.person, agency) if options.person else None
    new = NewAccount(options.name, Account.Role(options.role), place, password, person)
    try:
        account = create_account(Console(), new, timezone.now())
    except Refused as refused:
        return _refuse(str(refused))
    print(f"已添加账号 {account.username}（{account.get_role_display()}，{place.name}）。")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
