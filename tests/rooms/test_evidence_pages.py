"""The pages of evidence: what is uploaded there, found there, and how a file is served."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from opened import Q1_END, cell
from pytest_django import DjangoAssertNumQueries

from jixiao.ledger.actions import evidence as actions
from jixiao.ledger.models import Evidence, EvidenceLook, EvidenceUse, Ledger, Task, TaskList
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.plans import storage

sys.path.insert(0, str(Path(__file__).parents[1] / "intake"))  # files made to do harm are made there

import hostile
from hostile import HTML, JPG, PDF, PNG, SVG

As = Callable[[Account], Client]
ADD = "/ledger/evidence/add/"
LIST = "/ledger/evidence/"


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def upload(client: Client, *files: tuple[str, bytes]) -> HttpResponse:
    given = [SimpleUploadedFile(name, data, "text/html") for name, data in files]
    return client.post(ADD, {"evidence": given})  # type: ignore[return-value]


def files_of(uploads: Path) -> list[Path]:
    return [path for path in uploads.rglob("*") if path.is_file()]


@pytest.fixture
def kept(head: Account, agency: Organisation) -> Callable[[str, bytes], Evidence]:
    return lambda name, data: actions.add(head, agency, name, data, "", Q1_END)


HOSTILE = [
    ("炸弹.docx", hostile.lying_about_size(), "压缩得异常"),
    ("炸弹.xlsx", hostile.dense(), "压缩得异常"),
    ("炸弹.docx", hostile.crowded(), "超过 5000 个"),
    ("重叠.docx", hostile.overlapping(), "重复或重叠"),
    ("照片.png", JPG, "请把扩展名改成 jpg"),
    ("图.svg", SVG, "请另存为 png 或 PDF"),
    ("图.png", SVG, "请另存为 png 或 PDF"),
    ("网页.html", HTML, "它是网页（HTML）"),
    ("网页.pdf", HTML, "它是网页（HTML）"),
    ("程序.pdf", b"MZ\x90\x00", "它是程序或脚本"),
    ("空.pdf", b"", "0 字节"),
    ("密码.docx", hostile.ole("EncryptedPackage"), "请去掉密码后上传"),
    ("压缩包.zip", hostile.zipped(("a.pdf", PDF)), "请解压"),
]


@pytest.mark.parametrize(
    ("name", "data", "sentence"), HOSTILE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_hostile_file_is_refused_and_nothing_is_written(
    as_: As, head: Account, uploads: Path, name: str, data: bytes, sentence: str
) -> None:
    answer = upload(as_(head), ("好的.pdf", PDF), (name, data))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert f"“{name}”" in text
    assert (Evidence.objects.count(), files_of(uploads)) == (0, [])


def test_a_file_over_the_limit_is_cut_off_and_named(
    as_: As, head: Account, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jixiao.site.uploads.MAX_BYTES", 100)
    answer = upload(as_(head), ("验收单.pdf", PDF), ("扫描件.pdf", PDF * 100))
    assert answer.status_code == 422
    said = "附件“扫描件.pdf”超过 10 MB，没有保存，同时选的文件也没有保存。请压缩或分成几份后重新上传。"
    assert said in answer.content.decode()
    assert files_of(uploads) == []


def test_a_form_without_a_file_says_so(as_: As, head: Account) -> None:
    answer = as_(head).post(ADD, {})
    assert answer.status_code == 422
    assert "请先选择要上传的文件。" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.pdf", "C:\\windows\\passwd.pdf", "/tmp/passwd.pdf", "\u202epasswd.pdf"]
)
def test_a_path_in_a_name_leads_nowhere(as_: As, head: Account, uploads: Path, name: str) -> None:
    file = SimpleUploadedFile("a.pdf", PDF)
    file._name = name  # type: ignore[attr-defined]  # Django would strip it before the request is sent
    answer = as_(head).post(ADD, {"evidence": file})
    made = Evidence.objects.get()
    assert answer.status_code == 302
    assert made.name == "passwd.pdf"
    assert [path.name for path in files_of(uploads)] == [made.sha256]


def test_the_same_file_twice_is_kept_once_and_said(as_: As, head: Account, uploads: Path) -> None:
    client = as_(head)
    assert upload(client, ("验收单.pdf", PDF)).status_code == 302
    answer = client.post(ADD, {"evidence": SimpleUploadedFile("副本.pdf", PDF)}, follow=True)
    assert "与" in answer.content.decode()
    assert "内容相同，没有重复保存" in answer.content.decode()
    assert (Evidence.objects.count(), len(files_of(uploads))) == (1, 1)


@pytest.mark.parametrize(("name", "data"), [("验收单.pdf", PDF), ("现场.png", PNG), ("说明.txt", "说明".encode())])
def test_a_file_is_a_download_of_its_kind_and_never_a_page(
    as_: As, reader: Account, kept: Callable[[str, bytes], Evidence], name: str, data: bytes
) -> None:
    made = kept(name, data)
    answer = as_(reader).get(f"/ledger/evidence/{made.pk}/file/")
    assert answer.content == data
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'; sandbox"
    assert "html" not in answer.headers["Content-Type"]


@pytest.mark.parametrize(
    ("name", "data", "inline"),
    [
        ("现场.png", PNG, True),
        ("现场.jpg", JPG, True),
        ("验收单.pdf", PDF, True),
        ("说明.txt", b"a", False),
        ("报告.docx", hostile.office("docx"), False),
    ],
)
def test_only_pictures_and_pdf_are_shown_in_the_browser(
    as_: As, reader: Account, kept: Callable[[str, bytes], Evidence], name: str, data: bytes, inline: bool
) -> None:
    answer = as_(reader).get(f"/ledger/evidence/{kept(name, data).pk}/file/?preview=1")
    assert answer.headers["Content-Disposition"].startswith("inline;" if inline else "attachment;")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; frame-ancestors 'self'")
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert EvidenceLook.objects.count() == (0 if inline else 1)


def test_a_file_that_the_browser_has_is_not_sent_again(
    as_: As, reader: Account, kept: Callable[[str, bytes], Evidence]
) -> None:
    made = kept("验收单.pdf", PDF)
    client = as_(reader)
    tag = client.get(f"/ledger/evidence/{made.pk}/file/").headers["ETag"]
    again = client.get(f"/ledger/evidence/{made.pk}/file/", headers={"If-None-Match": tag})
    assert (tag, again.status_code) == (f'"{made.sha256}"', 304)


def test_a_file_that_is_gone_from_the_disk_is_not_found(
    as_: As, reader: Account, kept: Callable[[str, bytes], Evidence]
) -> None:
    made = kept("验收单.pdf", PDF)
    storage.path_of(made.sha256).unlink()
    assert as_(reader).get(f"/ledger/evidence/{made.pk}/file/").status_code == 404


def test_the_page_lets_only_its_own_site_be_framed(
    as_: As, reader: Account, kept: Callable[[str, bytes], Evidence]
) -> None:
    made = kept("验收单.pdf", PDF)
    answer = as_(reader).get(f"/ledger/evidence/{made.pk}/")
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert f'<iframe src="/ledger/evidence/{made.pk}/file/?preview=1' in answer.content.decode()
    assert "frame-src" not in as_(reader).get(LIST).headers["Content-Security-Policy"]
    assert made.sha256 in answer.content.decode()


def test_the_page_counts_who_looked(as_: As, reader: Account, kept: Callable[[str, bytes], Evidence]) -> None:
    made = kept("验收单.pdf", PDF)
    client = as_(reader)
    for _ in range(2):
        answer = client.get(f"/ledger/evidence/{made.pk}/")
    assert EvidenceLook.objects.get().count == 2
    assert re.search(r"<td>reader</td>.*?<td class=\"num\">2</td>", answer.content.decode())


def test_a_wrong_day_keeps_what_was_typed(as_: As, head: Account, kept: Callable[[str, bytes], Evidence]) -> None:
    made = kept("验收单.pdf", PDF)
    answer = as_(head).post(f"/ledger/evidence/{made.pk}/", {"title": "公园验收单", "dated": "去年春天"})
    assert answer.status_code == 422
    assert 'value="公园验收单"' in answer.content.decode()
    made.refresh_from_db()
    assert made.title == ""
    answer = as_(head).post(f"/ledger/evidence/{made.pk}/", {"title": "公园验收单", "dated": "2026年3月31日"})
    made.refresh_from_db()
    assert (answer.status_code, made.title, str(made.dated)) == (302, "公园验收单", "2026-03-31")


def test_evidence_is_used_elsewhere_from_its_page_also_in_a_task(
    as_: As, ledger: Ledger, head: Account, kept: Callable[[str, bytes], Evidence]
) -> None:
    made, first = kept("验收单.pdf", PDF), cell(ledger, "1-1")
    task = Task.objects.create(
        ledger=ledger, list=TaskList.objects.create(item=first.item, name="清单"), position=1, text="口袋公园选址。"
    )
    actions.use(head, made.pk, first, Q1_END)
    client, page = as_(head), f"/ledger/evidence/{made.pk}/"
    offered = re.findall(r'name="place" value="([^"]+)"', client.get(page).content.decode())
    assert offered == [f"cell-{cell(ledger, '1-1', number).pk}" for number in (2, 3, 4)]
    offered = re.findall(r'name="place" value="([^"]+)"', client.get(page, {"to": "口袋公园"}).content.decode())
    assert f"task-{task.pk}" in offered
    answer = client.post(f"{page}use/", {"place": [f"task-{task.pk}", f"cell-{cell(ledger, '1-1', 2).pk}"]})
    assert answer.status_code == 302
    assert EvidenceUse.objects.filter(evidence=made, taken_back=None).count() == 3


def test_what_is_not_ones_own_is_neither_offered_nor_taken(
    as_: As, ledger: Ledger, head: Account, kept: Callable[[str, bytes], Evidence]
) -> None:
    made, other = kept("验收单.pdf", PDF), cell(ledger, "2-1")
    text = as_(head).get(f"/ledger/evidence/{made.pk}/", {"to": "2-1"}).content.decode()
    assert "没有找到您可以添加材料的指标或任务" in text
    mixed = [f"cell-{cell(ledger, '1-1').pk}", f"cell-{other.pk}"]
    assert as_(head).post(f"/ledger/evidence/{made.pk}/use/", {"place": mixed}).status_code == 404
    assert EvidenceUse.objects.count() == 0


def test_searched_for_a_place_one_click_uses_it_and_leads_back(
    as_: As, ledger: Ledger, head: Account, kept: Callable[[str, bytes], Evidence]
) -> None:
    made, first = kept("验收单.pdf", PDF), cell(ledger, "1-1")
    text = as_(head).get(LIST, {"for": f"cell-{first.pk}"}).content.decode()
    assert f'action="/ledger/evidence/{made.pk}/use/"' in text
    answer = as_(head).post(f"/ledger/evidence/{made.pk}/use/", {"place": f"cell-{first.pk}", "back": "1"})
    assert answer.headers["Location"] == f"/ledger/cells/{first.pk}/"


@pytest.mark.parametrize("key", ["cell-0", "cell-", "plan-1", "cell-1; drop", "cell-" + "9" * 40, "cell-²", "'\""])
def test_a_made_up_place_is_none(as_: As, ledger: Ledger, head: Account, key: str) -> None:
    answer = as_(head).get(LIST, {"for": key})
    assert answer.status_code == 200
    assert "用于此处" not in answer.content.decode()


@pytest.fixture
def library(ledger: Ledger, agency: Organisation, head: Account, clerk: Account) -> dict[str, Evidence]:
    pdf = actions.add(head, agency, "验收单.pdf", PDF, "公园验收", Q1_END)
    png = actions.add(clerk, agency, "现场.png", PNG, "", Q1_END)
    txt = actions.add(clerk, agency, "纪要.txt", b"a", "", Q1_END)
    actions.use(head, pdf.pk, cell(ledger, "1-1"), Q1_END)
    return {"pdf": pdf, "png": png, "txt": txt}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "pdf png txt"),
        ({"q": "公园验收"}, "pdf"),
        ({"q": "现场"}, "png"),
        ({"q": "1-1"}, "pdf"),
        ({"q": "口袋公园"}, "pdf"),
        ({"q": "没有"}, ""),
        ({"q": "\x00"}, "pdf png txt"),
        ({"kind": "picture"}, "png"),
        ({"kind": "made-up"}, "pdf png txt"),
        ({"unused": "1"}, "png txt"),
        ({"year": "2026"}, "pdf"),
        ({"year": "2025"}, ""),
        ({"year": "一"}, "pdf png txt"),
        ({"page": "99"}, "pdf png txt"),
    ],
)
def test_evidence_is_found_by_name_indicator_kind_year_and_use(
    as_: As, reader: Account, library: dict[str, Evidence], query: dict[str, str], found: str
) -> None:
    text = as_(reader).get(LIST, query).content.decode()
    assert [name for name, each in library.items() if f'href="/ledger/evidence/{each.pk}/"' in text] == found.split()


def test_evidence_is_found_by_the_office_that_uploaded_it(
    as_: As, reader: Account, head: Account, library: dict[str, Evidence]
) -> None:
    text = as_(reader).get(LIST, {"office": str(head.organisation_id)}).content.decode()
    assert [name for name, each in library.items() if f'href="/ledger/evidence/{each.pk}/"' in text] == ["pdf"]


def test_the_page_lists_reports_without_evidence(as_: As, ledger: Ledger, head: Account, reader: Account) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3")
    text = as_(reader).get(LIST).content.decode()
    assert "没有佐证材料的指标" in text
    assert f'<a class="in-text" href="/ledger/cells/{cell(ledger, "1-1").pk}/">第一季度</a>' in text


def test_an_enterprise_sees_and_keeps_its_own_evidence_only(
    as_: As, agency: Organisation, account: Callable[..., Account], head: Account
) -> None:
    theirs = actions.add(head, agency, "机关.pdf", PDF, "", Q1_END)
    firm = find_or_create_organisation("青澜公园公司", Organisation.Kind.ENTERPRISE, agency)
    reporter = account("reporter", "enterprise", firm)
    assert upload(as_(reporter), ("企业.png", PNG)).status_code == 302
    own = Evidence.objects.get(name="企业.png")
    assert own.organisation == firm
    text = as_(reporter).get(LIST).content.decode()
    assert "企业.png" in text
    assert "机关.pdf" not in text
    for suffix in ("", "file/"):
        assert as_(reporter).get(f"/ledger/evidence/{theirs.pk}/{suffix}").status_code == 404
    assert "企业.png" in as_(head).get(LIST).content.decode()


def test_a_name_is_never_markup(as_: As, reader: Account, agency: Organisation, head: Account) -> None:
    made = opened.evidence(head, agency)
    Evidence.objects.update(name="<b>x</b>.pdf", title="<img src=x onerror=alert(1)>")
    for address in (LIST, f"/ledger/evidence/{made.pk}/"):
        text = as_(reader).get(address).content.decode()
        assert "<img src=x" not in text
        assert escape("<img src=x onerror=alert(1)>") in text


def test_pages_cost_the_same_however_much_there_is(
    as_: As, ledger: Ledger, agency: Organisation, head: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        opened.evidence(head, agency, cell=cell(ledger, "1-1", number % 4 + 1))
    opened.submitted(head, cell(ledger, "1-1"), "3")
    client = as_(head)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200
    made = Evidence.objects.first()
    assert made is not None
    for number in (1, 2, 3, 4):
        actions.use(head, made.pk, cell(ledger, "1-1", number), Q1_END)
        actions.looked(head, made, Q1_END)
    with django_assert_max_num_queries(14):  # with the four that note who looked
        assert client.get(f"/ledger/evidence/{made.pk}/").status_code == 200
