"""A finding written on a phone: the draft survives a closed tab and a cut network, and is sent once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from browsing import Desk
from playwright.sync_api import BrowserContext, Page, expect

WIDTH, HEIGHT = 360, 740
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "status of 422")  # what the browser notes while the tests do what they test
FACTS = "三号窗口无人值守，群众等候约二十分钟。"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def form(desk: Desk) -> Iterator[Page]:
    """The inspector's phone on the form about the first object of an inspection that the upper office has planned."""
    office = desk.open("upper")
    office.goto("/evaluations/inspections/new/")
    office.get_by_label("核验名称").fill(f"窗口服务核验{uuid4().hex[:6]}")  # each test has one of its own
    office.get_by_label("核验内容").fill("窗口值守情况")
    office.get_by_role("group", name="核验对象").get_by_role("checkbox").first.check()
    office.get_by_role("group", name="核验人员").get_by_role("checkbox", name=re.compile("察访核验员")).first.check()
    office.get_by_role("button", name="制定计划").click()
    expect(office.get_by_text("核验计划已制定")).to_be_visible()
    address = office.locator(".objects .name").first.get_attribute("href")
    office.context.close()
    phone = desk.open("inspector", width=WIDTH, height=HEIGHT)
    phone.goto(f"{address}new/")
    yield phone
    desk.complaints[:] = [said for said in desk.complaints if not any(word in said for word in EXPECTED)]


def drafts(page: Page) -> int:
    kept: int = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jixiao-finding/')).length")
    return kept


def write(page: Page, photo: Path) -> None:
    page.get_by_label("事实").fill(FACTS)
    page.get_by_label("地点").fill("服务大厅")
    page.get_by_label("照片、材料").set_input_files(photo)
    expect(page.locator("[data-saving]")).to_contain_text("草稿已保存在本机")


def reopened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def test_a_draft_survives_a_closed_tab_and_a_cut_network_and_is_sent_once(
    desk: Desk, form: Page, tmp_path: Path
) -> None:
    photo = tmp_path / "现场.png"
    photo.write_bytes(PNG)
    context, address = form.context, form.url
    write(form, photo)
    form.close()

    page = reopened(context, address)
    expect(page.get_by_label("事实")).to_have_value(FACTS)
    expect(page.locator("[data-saving]")).to_contain_text("已找回本机草稿")
    expect(page.locator("[data-photos]")).to_contain_text("现场.png")

    context.set_offline(True)
    page.get_by_role("button", name="提交问题").click()
    expect(page.locator("[data-saving]")).to_contain_text("已离线保存")
    assert drafts(page) == 1
    context.set_offline(False)
    page.wait_for_url("**/organiser/")
    expect(page.locator(".answer-text").first).to_have_text(FACTS)
    expect(page.locator(".photos img")).to_have_count(1)
    assert drafts(page) == 0

    page.goto(address)
    expect(page.get_by_label("事实")).to_have_value("")
    found = page.request.get(address.partition("/objects/")[0] + "/").text()
    assert found.count("三号窗口无人值守") == 1


def test_two_tabs_with_one_draft_send_one_finding(desk: Desk, form: Page, tmp_path: Path) -> None:
    photo = tmp_path / "现场.png"
    photo.write_bytes(PNG)
    write(form, photo)
    other = reopened(form.context, form.url)
    expect(other.get_by_label("事实")).to_have_value(FACTS)
    address = form.url
    for page in (form, other):
        page.get_by_role("button", name="提交问题").click()
        page.wait_for_url("**/organiser/")
    assert form.url == other.url
    found = form.request.get(address.partition("/objects/")[0] + "/").text()
    assert found.count("三号窗口无人值守") == 1


def test_what_the_server_refuses_stays_in_the_form_and_in_the_draft(form: Page) -> None:
    form.get_by_label("事实").fill(FACTS)
    form.get_by_role("button", name="提交问题").click()
    expect(form.locator("[data-saving]")).to_contain_text("请填写地点")
    expect(form.get_by_label("事实")).to_have_value(FACTS)
    assert drafts(form) == 1


def test_signing_out_leaves_no_draft_behind(form: Page, tmp_path: Path) -> None:
    photo = tmp_path / "现场.png"
    photo.write_bytes(PNG)
    write(form, photo)
    asked: list[str] = []
    form.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    form.get_by_role("button", name="退出").click()
    form.wait_for_url("**/sign-in/")
    assert "1 份没有提交" in asked[0]
    assert drafts(form) == 0
    assert form.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))") == []


def test_without_a_script_the_form_is_sent_like_any_other(desk: Desk, form: Page) -> None:
    plain = desk.open("inspector", width=WIDTH, height=HEIGHT, script=False)
    plain.goto(form.url)
    plain.get_by_label("事实").fill("值班表没有更新。")
    plain.get_by_label("地点").fill("一楼大厅")
    plain.get_by_role("button", name="提交问题").click()
    expect(plain.get_by_text("号问题已记录")).to_be_visible()
