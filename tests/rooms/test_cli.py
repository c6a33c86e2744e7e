"""The command line."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
import sample

from jixiao.evaluations.models import BonusClaim, Finding, Round
from jixiao.people.models import Account, Organisation
from jixiao.plans.models import ImportedDocument, Plan
from jixiao.scores.models import Composition
from jixiao.site import cli, demo


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "方案.txt"
    path.write_text(sample.TEXT, encoding="utf-8")
    return str(path)


def test_help_names_every_command_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    text = capsys.readouterr().out
    for name in cli.COMMANDS:
        assert f"例：jixiao {name}" in text


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly"]) == 2
    assert "没有“fly”这个命令" in capsys.readouterr().err


def test_asking_for_help_or_reading_a_file_never_starts_django() -> None:
    code = (
        "import sys; from jixiao.site import cli; cli.main(['--help']); import jixiao.intake;"
        " print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("False")


@pytest.mark.django_db
def test_import_makes_the_agency_and_a_draft(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", file]) == 0
    assert "4 行" in capsys.readouterr().out
    document = ImportedDocument.objects.get()
    assert (document.organisation.name, document.state) == ("青澜市园林局", "draft")
    assert document.organisation.kind == Organisation.Kind.AGENCY


@pytest.mark.django_db
def test_import_again_says_so_and_confirm_confirms_once(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert [cli.main(["import", file, "--confirm"]) for _ in range(2)] == [0, 0]
    assert "没有重复导入" in capsys.readouterr().out
    assert (ImportedDocument.objects.count(), Plan.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_import_refuses_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    assert cli.main(["import", str(empty)]) == 1
    assert cli.main(["import", str(tmp_path / "没有.txt")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 2
    assert not Organisation.objects.exists()


def test_user_add_makes_an_account_that_can_sign_in(
    agency: Organisation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long pass phrase\n"))
    assert cli.main(["user", "add", "wang", "--role", "operator", "--password-stdin"]) == 0
    account = Account.objects.get(username="wang")
    assert account.agency == agency
    assert account.check_password("a long pass phrase")
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert cli.main(["user", "add", "li", "--role", "reader", "--password-stdin"]) == 1
    assert not Account.objects.filter(username="li").exists()


@pytest.mark.django_db
@pytest.mark.programs
def test_the_demo_has_a_plan_that_lived_and_an_account_for_nearly_each_role() -> None:
    said: list[str] = []
    demo.build(demo.SAMPLE, 7, said.append)
    assert [line for line in said if line.startswith("未办成")] == []
    plan = Plan.objects.get(origin="import")
    assert (plan.stage, plan.versions.count(), plan.indicators) == ("amended", 2, 54)
    of_the_city = r"^(clerk|chief)\d\d$"
    accounts = {account.username: account for account in Account.objects.exclude(username__regex=of_the_city)}
    named = {
        "clerk": "operator",
        "chief": "group_head",
        "leader": "leader",
        "head": "office_head",
        "reader": "reader",
        "discipline": "discipline",
        "reporter": "enterprise",
        "peer": "operator",
        "upper": "upper",
        "upper2": "upper",
        "inspector": "inspector",
        "system": "system_admin",
        "security": "security_admin",
        "auditor": "auditor",
    }
    assert {name: accounts[name].role for name in named} == named
    assert {accounts[name].role for name in set(accounts) - set(named)} == {"office_head"}
    for name, account in accounts.items():
        assert account.check_password(demo.PASSWORD)
        assert (account.agency == plan.organisation) is (name not in ("peer", "upper", "upper2", "inspector"))
    for name in ("leader", "head"):
        person = accounts[name].person
        assert person is not None
        assert person.responsibilities.exists()
    _shows_last_years_results_and_this_years_work(plan)


def _shows_last_years_results_and_this_years_work(plan: Plan) -> None:
    frozen = Composition.objects.get(state=Composition.State.FROZEN)
    assert (frozen.year, frozen.results.count()) == (2025, 80)
    assert frozen.results.exclude(total=None).count() == 80
    assert frozen.results.values("group").distinct().count() == 4
    assert frozen.results.filter(organisation=plan.organisation, gaps=0).exists()
    running = {"organisation": plan.organisation, "year": 2026}
    assert sorted(BonusClaim.objects.filter(**running).values_list("state", flat=True)) == ["accepted", "submitted"]
    findings = Finding.objects.filter(object=plan.organisation, inspection__year=2026)
    assert sorted(findings.values_list("state", flat=True)) == ["dropped", "found", "upheld"]
    assert Round.objects.filter(year=2026, closed_at=None).count() == 1
