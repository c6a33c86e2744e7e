"""A plan is written in the grid by keyboard, pasted, saved by itself, and survives a cut network; and without script."""

from __future__ import annotations

import re
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Desk
from playwright.sync_api import Page, expect

_numbers = count(1)
HEAD = "考评内容\t序号\t一级指标\t二级指标\t权重分值\t责任科室"
BLOCK = "\n".join(
    [
        HEAD,
        "重点工作\t1-1\t建设公园\t全年建成口袋公园12个以上。\t２分\t绿化科",
        '重点工作\t1-2\t建设公园\t"每季度巡查\n全部公园。"\t2\t绿化科',
        "平安建设\t2-1\t安全生产\t全年组织演练4次以上。\t许多\t办公室",
    ]
)


def begun(page: Page) -> Page:
    """A blank plan of the test's own."""
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/plans/begin/")
    page.get_by_label("方案标题").fill(f"试写方案第{next(_numbers)}号")
    page.get_by_role("button", name="新建并编制").click()
    expect(page.get_by_text("还没有指标")).to_be_visible()
    return page


def paste(page: Page, plain: str, html: str = "") -> None:
    """What the browser tells the page when a person presses Ctrl+V."""
    page.evaluate(
        """([plain, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", plain);
            if (html) data.setData("text/html", html);
            const told = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(told);
        }""",
        [plain, html],
    )


def cell(page: Page, row: int, label: str):  # type: ignore[no-untyped-def]
    column = page.locator("#grid thead th").all_text_contents().index(label)
    return page.locator(f"#grid tbody tr:nth-child({row})").locator("td").nth(column - 1)


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text(re.compile("已保存"))


@pytest.fixture
def page(desk: Desk) -> Page:
    """A plan of three rows, pasted as one block."""
    page = begun(desk.open("clerk"))
    page.get_by_role("button", name="下方插入").click()
    paste(page, BLOCK)
    expect(page.locator("#grid tbody tr")).to_have_count(3)
    saved(page)
    return page


def test_a_pasted_block_is_right_or_flagged_cell_by_cell(page: Page) -> None:
    expect(cell(page, 1, "权重分值")).to_have_text("2")
    expect(cell(page, 2, "二级指标")).to_have_text("每季度巡查\n全部公园。")
    wrong = cell(page, 3, "权重分值")
    expect(wrong).to_have_text("许多")
    expect(wrong).to_have_attribute("data-note", re.compile("请填写数字"))
    expect(page.locator("#notices .pasted")).to_contain_text("需要看一看")


def test_merged_cells_of_a_copied_table_are_filled_in_every_row(page: Page) -> None:
    html = (
        "<html><head><style>td {color: red}</style></head><body><table><tr><td rowspan='2' style='width: 9pt'>新目标</td>"
        "<td>全年完成甲项目3个。</td></tr><tr><td>全年完成<br>乙项目5个。</td></tr></table></body></html>"
    )
    cell(page, 1, "一级指标").click()
    paste(page, "新目标\t全年完成甲项目3个。\n\t全年完成乙项目5个。", html)
    expect(cell(page, 2, "一级指标")).to_have_text("新目标")
    expect(cell(page, 2, "一级指标")).to_have_class(re.compile("same"))
    expect(cell(page, 2, "二级指标")).to_have_text("全年完成\n乙项目5个。")


def test_a_finding_leads_to_its_cell(page: Page) -> None:
    page.locator("#panel").get_by_role("link", name="第3行 · 权重分值").first.click()
    expect(cell(page, 3, "权重分值")).to_have_class(re.compile("current"))
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    expect(cell(page, 3, "权重分值")).to_have_text("6")


def test_what_the_server_refuses_stays_to_be_read(desk: Desk, page: Page) -> None:
    said = {"status": 409, "json": {"sentence": "方案现在处于“报批”，不能编辑。"}}
    page.route("**/changes/", lambda route: route.fulfill(**said))
    cell(page, 1, "责任科室").click()
    page.keyboard.type("监察室")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("不能编辑")
    expect(page.locator("#notices .typed")).to_contain_text("责任科室：监察室")
    desk.complaints.clear()


def test_the_keyboard_alone_mends_a_cell_and_the_totals_follow(page: Page) -> None:
    cell(page, 3, "权重分值").click()
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    saved(page)
    expect(cell(page, 3, "权重分值")).to_have_text("6")
    expect(cell(page, 3, "权重分值")).not_to_have_attribute("data-note", re.compile("."))
    expect(page.locator("#panel .whole")).to_contain_text("10")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("0")
    page.keyboard.press("Escape")
    expect(cell(page, 2, "权重分值")).to_have_text("2")
    page.keyboard.press("Control+z")
    expect(cell(page, 3, "权重分值")).to_have_text("许多")
    page.keyboard.press("Control+y")
    expect(cell(page, 3, "权重分值")).to_have_text("6")
    page.reload()
    expect(cell(page, 3, "权重分值")).to_have_text("6")


def test_rows_are_inserted_moved_and_removed_by_keys(page: Page) -> None:
    cell(page, 1, "序号").click()
    page.keyboard.press("Control+Enter")
    page.keyboard.type("1-9")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#grid tbody tr")).to_have_count(4)
    expect(cell(page, 2, "序号")).to_have_text("1-9")
    expect(cell(page, 2, "一级指标")).to_have_text("建设公园")  # as a row put into merged cells belongs to them
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    expect(cell(page, 3, "序号")).to_have_text("1-9")
    page.keyboard.press("Control+Delete")
    saved(page)
    page.reload()
    expect(page.locator("#grid tbody tr")).to_have_count(3)


def test_the_keyboard_goes_into_the_table_and_out_at_both_ends(page: Page) -> None:
    page.reload()
    focused = "document.activeElement.closest('td')?.id ?? document.activeElement.textContent"
    page.get_by_text("按键", exact=True).focus()
    page.keyboard.press("Tab")
    first = page.evaluate(focused)
    assert first.startswith("c-") and first.endswith("-category")
    page.keyboard.press("Shift+Tab")
    assert "按键" in page.evaluate(focused)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    page.keyboard.press("Tab")
    assert not page.evaluate(focused).startswith("c-")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.tools') !== null")


def test_the_cells_are_named_for_a_screen_reader(page: Page) -> None:
    cell(page, 3, "权重分值").click()
    box = page.get_by_role("grid").get_by_role("textbox")
    expect(box).to_have_attribute("aria-label", re.compile("第3行 权重分值：许多；请填写数字"))
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(1)
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(2)


def test_a_copied_block_is_pasted_back_as_the_same(page: Page) -> None:
    cell(page, 1, "考评内容").click()
    page.keyboard.press("Control+Shift+End")
    copied = page.evaluate(
        """() => {
            const data = new DataTransfer();
            const told = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(told);
            return [data.getData("text/plain"), data.getData("text/html")];
        }"""
    )
    before = page.locator("#grid tbody td").all_text_contents()
    cell(page, 1, "考评内容").click()
    paste(page, *copied)
    expect(page.locator("#notices .pasted")).to_have_count(2)
    assert page.locator("#grid tbody td").all_text_contents() == before
    expect(page.locator("#grid tbody tr")).to_have_count(3)


def test_two_people_at_one_cell_decide_between_three_sides(desk: Desk, page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    for window, text in ((other, "全年建成公园15个。"), (page, "全年建成公园13个。")):
        cell(window, 1, "二级指标").click()
        window.keyboard.type(text)
        window.keyboard.press("Enter")
        saved(window)
    conflict = page.locator(".three-way")
    for text in ("全年建成口袋公园12个以上。", "全年建成公园15个。", "全年建成公园13个。"):
        expect(conflict).to_contain_text(text)
    expect(cell(page, 1, "二级指标")).to_have_text("全年建成公园15个。")
    assert Axe().run(page).violations_count == 0
    conflict.get_by_label("采用我的").check()
    conflict.get_by_role("button", name="按选定的保存").click()
    expect(cell(page, 1, "二级指标")).to_have_text("全年建成公园13个。")


def test_a_cut_network_loses_no_keystroke(desk: Desk, page: Page) -> None:
    page.context.set_offline(True)
    cell(page, 1, "责任科室").click()
    page.keyboard.type("办公室")
    page.keyboard.press("Tab")
    expect(page.locator("#saving")).to_contain_text("正在重试")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    page.reload()
    expect(cell(page, 1, "责任科室")).to_have_text("办公室")
    assert all("ERR_INTERNET_DISCONNECTED" in each for each in desk.complaints)
    desk.complaints.clear()


def test_what_an_ended_session_kept_from_being_saved_is_offered_again(desk: Desk, page: Page) -> None:
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    cell(page, 1, "责任科室").click()
    page.keyboard.type("办公室")
    page.keyboard.press("Tab")
    expect(page.locator("#saving")).to_contain_text("登录已过期")
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.add_cookies(cookies)
    page.evaluate("window.stop()")
    page.reload()
    page.get_by_role("button", name="现在保存").click()
    saved(page)
    expect(cell(page, 1, "责任科室")).to_have_text("办公室")
    desk.complaints.clear()


def test_text_that_was_typed_but_not_left_survives_a_crash(page: Page) -> None:
    cell(page, 2, "责任科室").click()
    page.keyboard.type("没有写完的科室名")
    address, context = page.url, page.context
    second = context.new_page()
    second.goto(address)
    expect(second.locator("#offers")).to_contain_text("没有写完的科室名")
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)])
def test_the_page_has_no_barrier(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for _ in range(2):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.reload()


def test_without_script_a_row_is_written_moved_and_taken_back(desk: Desk) -> None:
    page = begun(desk.open("clerk", script=False))
    page.get_by_role("button", name="末尾插入一行").click()
    page.get_by_label("二级指标").fill("全年组织演练4次以上。")
    page.get_by_label("权重分值").fill("很多")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已按原样保存，但无法识别")).to_be_visible()
    expect(page.locator("td.d-weight")).to_have_text("很多")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("td.d-weight")).to_have_text("")
    page.get_by_role("link", name="粘贴表格").click()
    page.get_by_label("从电子表格复制的内容").fill(BLOCK)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("新增 3 行")).to_be_visible()
    page.get_by_role("button", name="确认粘贴").click()
    expect(page.locator("#grid tbody tr")).to_have_count(4)
