"""The pages of evaluations and scores: accessible and never wider than the screen, for those whose pages they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Desk
from playwright.sync_api import Page

Pages = tuple[tuple[str, ...], ...]


INSPECTION = "main a[href*='/inspections/']:not([href$='/inspections/'], [href*='/new/'])"
# A page, and then the first link of it that is followed, and of that the next: numbers are not written here.
PAGES: dict[str, Pages] = {
    "upper": (
        ("evaluations/",),
        ("evaluations/rounds/new/",),
        ("evaluations/", "main table a[href*='/rounds/']"),
        ("evaluations/", "main table a:has-text('同组互评')"),
        ("evaluations/", "main table a:has-text('2025年度同类复核')"),
        ("evaluations/", "main table a:has-text('2025年度同类复核')", "main a[href*='/review/']"),
        ("evaluations/", "main a[href$='/assess/']"),
        ("evaluations/", "main table a:has-text('2025年度自评')", "main a[href*='/sheets/']"),
        ("evaluations/inspections/",),
        ("evaluations/inspections/new/",),
        ("evaluations/inspections/", INSPECTION),
        ("evaluations/findings/",),
        ("evaluations/findings/", "main table a:has-text('第')"),
        ("evaluations/bonus/",),
        ("evaluations/bonus/?state=submitted", "main table a"),
        ("scores/",),
        ("scores/compositions/",),
        ("scores/compositions/", "main table a[href*='/compositions/']"),
        ("scores/compositions/", "main table a[href*='/compositions/']", "main table a[href*='/results/']"),
        ("scores/schemes/",),
        ("scores/schemes/new/",),
        ("scores/schemes/", "main table a"),
        ("scores/schemes/", "main table a", "main a[href*='/compare/']"),
        ("scores/schemes/", "main table a", "main a[href*='/text/']"),
        ("scores/given/",),
        ("scores/given/enter/",),
        ("scores/fairness/",),
    ),
    "clerk": (
        ("evaluations/",),
        ("evaluations/", "main a[href$='/self/']"),
        ("evaluations/", "main a[href$='/rating/']"),
        ("evaluations/findings/", "main table a:has-text('第')"),
        ("evaluations/bonus/",),
        ("evaluations/bonus/new/",),
        ("evaluations/bonus/innovation/",),
        ("evaluations/bonus/", "main table a"),
        ("scores/",),
        ("scores/", "main a[href*='/results/']"),
        ("scores/", "main a[href*='/results/']", "main .for-wide a.step, main a[href^='?step=']"),
        ("scores/", "main a[href*='/results/']", "main a[href*='/what-if/']"),
        ("scores/", "main a[href*='/results/']", "main a[href*='/what-if/?add=']"),
        ("scores/forecast/",),
        ("scores/compositions/",),
        ("scores/schemes/",),
    ),
    "inspector": (
        ("evaluations/inspections/",),
        ("evaluations/inspections/", INSPECTION),
        ("evaluations/inspections/", INSPECTION, "main a[href*='/objects/']"),
        ("evaluations/inspections/", INSPECTION, "main a[href*='/objects/']", "main a[href$='/new/']"),
        ("evaluations/findings/", "main table a:has-text('第')"),
    ),
}
SIZES = pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)], ids=["desktop", "phone"])


def followed(page: Page, steps: tuple[str, ...]) -> int:
    """Opens the page that the steps lead to. Its status."""
    answer = page.goto(f"/{steps[0]}")
    for link in steps[1:]:
        found = page.locator(link).first
        assert found.count(), (steps, page.url)
        where = str(found.get_attribute("href"))
        answer = page.goto(page.evaluate("where => new URL(where, location).href", where))
    return answer.status if answer else 0


def faults(page: Page) -> list[object]:
    """What axe finds, and whether the page as a whole must be pushed aside to be read."""
    found: list[object] = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > page.evaluate("innerWidth"):
        found.append(f"{wide} pixels wide")
    return found


@SIZES
@pytest.mark.parametrize("who", PAGES)
def test_pages_of_scores_are_accessible_and_never_wider_than_the_screen(
    desk: Desk, who: str, width: int, height: int
) -> None:
    page = desk.open(who, width=width, height=height)
    found: dict[tuple[str, ...], list[object]] = {}
    for steps in PAGES[who]:
        assert followed(page, steps) == 200, steps
        if wrong := faults(page):
            found[steps] = wrong
    assert found == {}


@SIZES
def test_a_draft_of_rules_is_accessible_in_every_section(desk: Desk, width: int, height: int) -> None:
    page = desk.open("upper", width=width, height=height)
    followed(page, ("scores/schemes/", "main table a", "main a[href*='/schemes/new/']"))
    found: dict[str, list[object]] = {"new": wrong} if (wrong := faults(page)) else {}
    page.get_by_role("button", name="起草").click()
    page.wait_for_url("**/schemes/*/")
    sections = [str(link.get_attribute("href")) for link in page.locator("main a[href*='/edit/']").all()]
    assert len(sections) > 4
    for address in ("", *dict.fromkeys(sections)):
        page.goto(address or page.url)
        if wrong := faults(page):
            found[address] = wrong
    assert found == {}


@SIZES
@pytest.mark.parametrize(
    ("kind", "who", "sheet"),
    [("同组互评", "peer", "rating"), ("实地考评", "upper", "assess")],
    ids=["rating", "assess"],
)
def test_a_sheet_that_is_to_be_filled_in_is_accessible(
    desk: Desk, kind: str, who: str, sheet: str, width: int, height: int
) -> None:
    office = desk.open("upper")
    office.goto("/evaluations/rounds/new/")
    office.get_by_role("radio", name=kind).check()
    office.get_by_label("年度").fill("2026")
    office.get_by_label("名称").fill(f"{kind}（{width}）")
    today = date.today()
    office.get_by_label("开始日期").fill(today.isoformat())
    office.get_by_label("截止日期").fill((today + timedelta(days=7)).isoformat())
    office.get_by_role("button", name="建立并分派").click()
    office.wait_for_url("**/rounds/*/")
    page = desk.open(who, width=width, height=height)
    followed(page, ("evaluations/", f"main a[href$='/{sheet}/']"))
    assert page.locator("main form input:visible").count()
    assert faults(page) == []
