"""`jixiao import`: a document from the command line into the database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from jixiao.intake import MAX_BYTES, Unreadable
from jixiao.site.start import start


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao import", description="把一份方案导入数据库，默认待校对。")
    parser.add_argument("file", type=Path, metavar="文件", help="方案文件（txt、md、csv、html）")
    parser.add_argument("--confirm", action="store_true", help="导入后立即确认为方案")
    parser.add_argument("--organisation", metavar="名称", help="考评对象；默认取文件中写明的")
    options = parser.parse_args(arguments)
    try:
        if options.file.stat().st_size > MAX_BYTES:
            return _refuse(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，没有导入。")
        data = options.file.read_bytes()
    except OSError as error:
        return _refuse(f"打不开文件 {options.file}：{error.strerror}")
    start(migrated=True)
    from jixiao.people.policy import Refused

    try:
        return _import(data, options.file.name, options.organisation, confirm=options.confirm)
    except (Unreadable, Refused) as error:
        return _refuse(str(error))


def _import(data: bytes, name: str, organisation: str | None, *, confirm: bool) -> int:
    from django.utils import timezone

    from jixiao.intake import read_document
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Organisation
    from jixiao.people.policy import Console
    from jixiao.plans.actions import imports as actions
    from jixiao.plans.models import ImportedDocument

    agency_name = organisation or read_document(data, name).plan.meta.organisation
    if not agency_name:
        return _refuse("文件没有写明考评对象，请用 --organisation 给出。")
    agency = find_or_create_organisation(agency_name, Organisation.Kind.AGENCY)
    done = actions.upload_document(Console(), agency, data, name, timezone.now())
    document = done.document
    state = "已导入" if done.is_new else "这份文件已经导入过，没有重复导入"
    print(f"{state}：{agency.name}，{document.rows} 行，{document.errors} 处错误，{document.warnings} 处提醒。")
    if confirm and document.state == ImportedDocument.State.DRAFT:
        plan = actions.confirm_import(Console(), document.pk, document.version, timezone.now(), errors_accepted=True)
        print(f"已确认：{plan.title}，{plan.indicators} 项指标。")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
