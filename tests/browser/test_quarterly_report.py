"""A quarterly report, counted: from the link in a reminder to the report handed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from browsing import Desk
from playwright.sync_api import Locator, Page, expect

MOST_ACTIONS, MOST_FIELDS = 6, 2
HEADS = ("head6", "head5", "head3", "head7", "head", "head4", "head2")
LINE = re.compile(r'<div class="card due-line" id="c(\d+)"|<article class="card report" id="c(\d+)"')
TARGET = re.compile(r"年度目标 \D*([\d.]+)")


@dataclass
class Counted:
    """Does what a person does, and counts: following a link, filling a field, pressing a key or a button."""

    page: Page
    done: list[str] = field(default_factory=list)

    def follow(self, address: str) -> None:
        self.done.append(f"follow {address}")
        self.page.goto(address)

    def fill(self, at: Locator, text: str) -> None:
        self.done.append(f"fill {text}")
        at.fill(text)

    def press(self, button: str) -> None:
        self.done.append(f"press {button}")
        self.page.get_by_role("button", name=button, exact=True).click()

    def key(self, name: str) -> None:
        self.done.append(f"key {name}")
        self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        self.done.append(f"type {text}")
        self.page.keyboard.type(text)


def open_cell(desk: Desk, *, script: bool = True) -> tuple[Page, int, str]:
    """Somebody who has a cell to report on, its number, and its target: one measure, and no draft yet."""
    for who in HEADS:
        page = desk.open(who, script=script)
        for found in LINE.findall(page.request.get("/ledger/mine/").text()):
            number = int(found[0] or found[1])
            form = page.request.get(f"/ledger/mine/?cell={number}").text()
            if form.count('class="field value"') == 1 and "data-note hidden" in form and "保存了草稿" not in form:
                target = TARGET.search(form)
                assert target
                return page, number, target[1]
        page.context.close()
    raise AssertionError("the demo has no cell left to report on")


def fields_asked(card: Locator) -> int:
    """The fields that a person must fill."""
    return card.locator("[aria-required=true]:visible").count()


def test_a_report_takes_at_most_six_actions_and_two_fields(desk: Desk) -> None:
    page, number, target = open_cell(desk)
    person = Counted(page)
    person.follow(f"/ledger/mine/?cell={number}")
    card = page.locator(f"#c{number}")
    assert fields_asked(card) <= MOST_FIELDS
    person.fill(card.locator("[aria-required=true]:visible"), target)
    person.press("报送")
    expect(page.locator(f"#c{number}")).to_contain_text("已报送")
    expect(page.locator(f"#c{number} .lamps [aria-current]")).to_contain_text("正常")
    assert len(person.done) <= MOST_ACTIONS, person.done


def test_a_report_is_handed_in_by_keyboard_alone(desk: Desk) -> None:
    page, number, target = open_cell(desk)
    person = Counted(page)
    person.follow(f"/ledger/mine/?cell={number}")
    expect(page.locator(f"#c{number} [aria-required=true]:visible")).to_be_focused()
    person.key("Control+A")
    person.type(target)
    person.key("Enter")
    expect(page.locator(f"#c{number}")).to_contain_text("已报送")
    expect(page.locator(f"#c{number} a.primary")).to_be_focused()
    assert len(person.done) <= MOST_ACTIONS, person.done


def test_a_report_is_handed_in_without_script(desk: Desk) -> None:
    page, number, target = open_cell(desk, script=False)
    person = Counted(page)
    person.follow(f"/ledger/mine/?cell={number}")
    person.fill(page.locator(f"#c{number} .value input"), target)
    person.press("报送")
    expect(page.get_by_role("status").first).to_contain_text("已报送")
    assert len(person.done) <= MOST_ACTIONS, person.done


def test_what_is_typed_saves_itself_and_survives_a_reload_and_a_cut_network(desk: Desk) -> None:
    page, number, target = open_cell(desk)
    page.goto(f"/ledger/mine/?cell={number}")
    form = page.locator(f"#c{number}")
    form.get_by_label("进展情况").press_sequentially("已完成选址")
    expect(form.locator("[data-saving]")).to_contain_text("已自动保存")
    page.reload()
    expect(form.get_by_label("进展情况")).to_have_value("已完成选址")
    page.context.set_offline(True)
    form.get_by_label("进展情况").fill("已完成选址和勘察")
    expect(form.locator("[data-saving]")).to_contain_text("内容留在本机")
    page.context.set_offline(False)
    page.reload()
    expect(form.get_by_label("进展情况")).to_have_value("已完成选址和勘察")
    expect(form.locator("[data-saving]")).to_contain_text(re.compile("已自动保存|保存了草稿"))
    form.locator(".value input").fill(target)
    form.get_by_role("button", name="报送").click()
    expect(page.locator(f"#c{number}")).to_contain_text("已报送")
    desk.complaints = [text for text in desk.complaints if "ERR_INTERNET_DISCONNECTED" not in text]  # we cut it


def test_the_note_appears_when_the_value_is_off_target_and_nothing_is_lost(desk: Desk) -> None:
    page, number, _ = open_cell(desk)
    page.goto(f"/ledger/mine/?cell={number}")
    form = page.locator(f"#c{number}")
    expect(form.get_by_label("原因和下一步措施")).to_be_hidden()
    form.get_by_label("落后于计划").check()
    expect(form.get_by_label("原因和下一步措施")).to_be_visible()
    form.locator(".value input").fill("很多")
    form.get_by_role("button", name="报送").click()
    expect(form.get_by_role("alert")).to_contain_text("不是数量")
    expect(form.locator(".value input")).to_have_value("很多")
    form.get_by_role("alert").get_by_role("link").first.click()
    expect(form.locator(".value input")).to_be_focused()
    desk.complaints = [text for text in desk.complaints if "422" not in text]  # the browser names the status
