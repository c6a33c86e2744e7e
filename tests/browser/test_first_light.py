"""A clerk imports a plan and finds an indicator, with and without script, by mouse and by keyboard."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Desk
from playwright.sync_api import Page, expect

HEAD = "项目\t序号\t文件依据\t一级指标\t二级指标\t权重分值\t完成时限\t分管领导\t责任科室\t科室责任人"
_numbers = count(1)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that no test imported before: two sound rows, and one without an office."""
    name = f"青澜市园林局{2030 + next(_numbers)}年度绩效工作方案"
    rows = [
        "重点工作（4分）\t1-1\t《公园条例》（青政〔2025〕8号）\t建设公园（4分）\t全年建成口袋公园12个以上。\t2\t12月底前\t苏望舒\t绿化科\t陆行舟",
        "\t1-2\t\t\t每季度巡查全部公园。\t2\t12月底前\t苏望舒\t绿化科\t陆行舟",
        "平安建设（3分）\t2-1\t《安全规则》（青政〔2025〕9号）\t落实安全生产责任\t\t3\t12月底前\t何知远\t\t何知远",
    ]
    path = tmp_path / f"{name}.txt"
    path.write_text("\n".join([name, HEAD, *rows]), encoding="utf-8")
    return path


def upload(page: Page, plan: Path) -> None:
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="方案").click()
    page.get_by_role("link", name="导入方案").click()
    page.get_by_label("选择方案文件").set_input_files(plan)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(plan.stem)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_clerk_imports_corrects_confirms_and_finds_an_indicator(desk: Desk, plan: Path, script: bool) -> None:
    page = desk.open("clerk", script=script)
    upload(page, plan)
    page.locator("#c3-offices").click()
    page.get_by_role("textbox", name="责任科室").fill("办公室")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#c3-offices")).to_have_text("办公室")
    if script:
        expect(page.locator("#c3-offices")).to_be_focused()
        expect(page.locator("#editor")).to_be_empty()
    accept = page.get_by_label("已逐条核对")
    if accept.count():
        accept.check()
    page.get_by_role("button", name="确认方案").click()
    expect(page.get_by_text("方案已确认，共 3 项指标。")).to_be_visible()
    page.get_by_label("文字").fill("口袋公园")
    if not script:
        page.get_by_role("button", name="筛选").click()
    expect(page.locator("#table .count")).to_contain_text("显示 1 / 3 项")
    expect(page).to_have_url(re.compile("q="))
    page.get_by_role("link", name=re.compile("口袋公园12个以上")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("口袋公园12个以上")
    expect(page.get_by_role("row", name=re.compile("不少于 12个"))).to_be_visible()


def test_a_finding_leads_to_its_line_and_its_row_at_once(desk: Desk, plan: Path) -> None:
    page = desk.open("clerk")
    upload(page, plan)
    finding = page.locator("#findings li.error").first
    finding.get_by_role("link", name=re.compile("原文")).click()
    expect(page.locator("#L5")).to_be_in_viewport()
    expect(page.locator("#r3")).to_be_in_viewport()


def test_a_refused_correction_keeps_what_was_typed(desk: Desk, plan: Path) -> None:
    page = desk.open("clerk")
    upload(page, plan)
    page.locator("#c1-weight").click()
    page.get_by_role("textbox", name="权重分值").fill("许多")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写数字")
    expect(page.get_by_role("textbox", name="权重分值")).to_have_value("许多")
    page.get_by_role("link", name="取消").click()
    expect(page.locator("#editor")).to_be_empty()
    desk.complaints = [text for text in desk.complaints if "422" not in text]  # the browser names the status


def test_back_from_a_filtered_table_shows_the_whole_page(desk: Desk) -> None:
    page = desk.open("reader")
    page.goto(f"{desk.site}/plans/1/")
    page.get_by_label("责任科室").select_option(index=1)
    expect(page.locator("#table .count")).to_contain_text("显示")
    page.get_by_role("link", name="清除筛选").click()
    expect(page.locator("#table .count")).to_contain_text("共")
    page.go_back()
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    expect(page.locator("#table .count")).to_contain_text("显示")


def test_the_document_opens_at_its_table(desk: Desk) -> None:
    page = desk.open("clerk")
    page.get_by_role("link", name="方案", exact=True).click()
    page.get_by_role("link", name="导入方案").click()
    page.locator("main table td.c-text a").last.click()
    first = page.locator("#r1 th a").get_attribute("href")
    expect(page.locator(f"#document li{first}")).to_be_in_viewport()
    expect(page.locator("#L1")).not_to_be_in_viewport()


def test_an_indicator_is_found_without_a_mouse(desk: Desk) -> None:
    page = desk.open(None)
    page.keyboard.type("reader")
    page.keyboard.press("Tab")
    page.keyboard.type("jixiao-demo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")
    follow(page, "main h3 a")
    follow(page, ".official .c-text a")
    expect(page.get_by_role("heading", name="原文位置")).to_be_visible()


def follow(page: Page, selector: str) -> None:
    """Tab to the first link of that kind and press Enter."""
    address = page.locator(selector).first.get_attribute("href")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("href") == address:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)], ids=["desktop", "phone"])
def test_pages_are_accessible_and_never_wider_than_the_screen(desk: Desk, plan: Path, width: int, height: int) -> None:
    found: dict[str, object] = {}

    def look(name: str) -> None:
        result = Axe().run(page)
        if result.violations_count:
            found[name] = [(each["id"], each["nodes"][0]["html"]) for each in result.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name}: width"] = page.evaluate("document.documentElement.scrollWidth")

    page = desk.open(None, width=width, height=height)
    look("sign-in")
    for who in ("leader", "head", "reader"):
        page = desk.open(who, width=width, height=height)
        look(f"desk of {who}")
    page = desk.open("clerk", width=width, height=height)
    look("desk of clerk")
    page.goto(f"{desk.site}/plans/")
    look("plans")
    page.goto(f"{desk.site}/plans/1/")
    look("plan")
    page.locator(".official .c-text a").first.click()
    look("indicator")
    page.goto(f"{desk.site}/plans/import/")
    look("import")
    upload(page, plan)
    look("review")
    page.locator("#c1-l2").click()
    expect(page.get_by_role("textbox", name="二级指标")).to_be_visible()
    look("correction")
    page.goto(f"{page.url.split('#')[0]}rows/1/l2/")
    look("correction page")
    page.goto(f"{desk.site}/nowhere/")
    look("not found")
    desk.complaints = [text for text in desk.complaints if "404" not in text]
    assert found == {}


PAGES = {  # NEXT is the plan of the next year, which its peer reviews
    "clerk": (
        "plans/begin/",
        "plans/NEXT/draft/",
        "plans/NEXT/draft/rows/r1/",
        "plans/NEXT/draft/paste/",
        "plans/NEXT/reviews/",
        "plans/1/stages/",
        "plans/1/versions/",
        "plans/1/versions/1/2/",
        "plans/1/amendments/new/",
        "plans/1/dynamic/",
        "plans/1/publication/",
        "plans/1/coverage/",
        "plans/1/cascade/",
        "plans/bases/",
        "plans/library/",
        "plans/filings/",
    ),
    "peer": ("plans/reviews/", "plans/NEXT/review/"),
    "system": ("people/", "people/accounts/"),
    "security": ("people/rights/",),
    "auditor": ("journal/",),
    None: ("public/plans/", "public/plans/2/", "public/plans/2/duties/"),
}
LEDGER_PAGES = {  # of the year that the demo has lived through; the numbers follow from its seed
    "clerk": (
        "ledger/plans/1/",
        "ledger/plans/1/heat/",
        "ledger/plans/1/timeline/",
        "ledger/plans/1/load/",
        "ledger/plans/1/accepting/",
        "ledger/plans/1/tasks/",
        "ledger/plans/1/tasks/waiting/",
        "ledger/tasks/1/",
        "ledger/registers/1/",
        "ledger/rows/1/",
        "ledger/plans/1/directives/",
        "ledger/directives/1/",
        "ledger/plans/1/directives/new/",
        "ledger/plans/1/meetings/",
        "ledger/meetings/1/",
        "ledger/meetings/1/points/1/",
        "ledger/meetings/1/print/",
        "ledger/plans/1/analyses/",
        "ledger/plans/1/analyses/1/",
        "ledger/plans/1/warnings/",
        "ledger/plans/1/warnings/readings/",
        "ledger/warnings/1/",
        "ledger/plans/1/sheet/",
        "ledger/plans/1/settings/",
        "ledger/evidence/",
        "ledger/reminders/",
    ),
    "head": ("", "ledger/mine/", "ledger/cells/1/", "ledger/addressees/1/", "me/"),
    "leader": ("", "ledger/mine/"),
    "reporter": ("", "ledger/", "ledger/mine/"),
    "upper": ("", "ledger/", "ledger/heat/"),
}


@pytest.mark.parametrize("pages", [PAGES, LEDGER_PAGES], ids=["plans", "ledger"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)], ids=["desktop", "phone"])
def test_pages_of_a_plans_life_are_accessible_and_never_wider_than_the_screen(
    desk: Desk, width: int, height: int, pages: dict[str | None, tuple[str, ...]]
) -> None:
    found: dict[str, object] = {}
    page = desk.open("clerk")
    page.goto("/plans/")
    following = page.get_by_role("link", name="2027年度").first.get_attribute("href") or ""
    for who, addresses in pages.items():
        page = desk.open(who, width=width, height=height)
        for address in addresses:
            answer = page.goto("/" + address.replace("plans/NEXT/", following.lstrip("/")))
            assert answer is not None and answer.status == 200, (who, address)
            result = Axe().run(page)
            if result.violations_count:
                found[address] = [(each["id"], each["nodes"][0]["html"]) for each in result.response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[f"{address}: width"] = page.evaluate("document.documentElement.scrollWidth")
    assert found == {}
