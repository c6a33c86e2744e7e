"""From the score to the rule, the evidence and the decision of each step, by mouse and by keyboard, without a script."""

from __future__ import annotations

from decimal import Decimal

import pytest
from browsing import Desk
from playwright.sync_api import Locator, Page

SIZES = pytest.mark.parametrize(("width", "height", "kind"), [(1366, 768, "wide"), (360, 740, "narrow")])


def opened(desk: Desk, **size: int) -> Page:
    """The clerk's own frozen result of the year before, in one click from the scores."""
    page = desk.open("clerk", script=False, **size)
    page.goto(f"{desk.site}/scores/")
    page.get_by_role("link", name="看这些分是怎么来的").first.click()
    return page


def picture(page: Page, kind: str) -> Locator:
    return page.locator(f".for-{kind} svg.waterfall")


def figures(drawn: Locator) -> list[Decimal]:
    return [Decimal(each.replace("−", "-")) for each in drawn.locator("text.figure").all_text_contents()]


def bars(page: Page, kind: str) -> list[str]:
    """Addresses of the bars that open one step."""
    links = picture(page, kind).locator("a.step").all()
    return [address for link in links if (address := link.get_attribute("href") or "").startswith("?step=")]


def is_explained(page: Page) -> bool:
    """The open step has its rule, and says of evidence and decisions what there is, or that there is none."""
    step = page.locator("#step")
    heads = step.locator("h3").all_text_contents()
    rule = step.locator("h3:has-text('规则') + p").text_content() or ""
    return {"规则", "佐证", "认定"} <= set(heads) and rule.endswith("。")


@SIZES
def test_the_bars_sum_exactly_to_the_printed_total(desk: Desk, width: int, height: int, kind: str) -> None:
    page = opened(desk, width=width, height=height)
    base, *changes, end = figures(picture(page, kind))
    printed = page.locator(".score-figures .total b").text_content()
    assert base + sum(changes) == end == Decimal(printed or "")
    assert changes
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@SIZES
def test_every_bar_opens_its_rule_evidence_and_decision_in_one_click(
    desk: Desk, width: int, height: int, kind: str
) -> None:
    page = opened(desk, width=width, height=height)
    addresses = bars(page, kind)
    for at, address in enumerate(addresses):
        link = picture(page, kind).locator(f'a[href="{address}"]')
        title = (link.locator("text.label").text_content() or "")[:4]
        link.click()
        page.wait_for_url(f"**/{address}")
        assert is_explained(page), address
        assert page.locator("#step").is_visible()
        assert picture(page, kind).locator("a[aria-current]").count() == 1, (at, title)


def test_the_evidence_of_a_lost_indicator_is_two_clicks_away(desk: Desk) -> None:
    page = opened(desk)
    for address in bars(page, "wide"):
        picture(page, "wide").locator(f'a[href="{address}"]').click()
        link = page.locator("#step .proofs a, #step > p > a.in-text").first
        if link.count():
            link.click()
            assert page.locator("h1, h2").first.is_visible()
            return
    pytest.fail("no step leads to what proves it")


def test_a_bar_is_reached_and_opened_by_keyboard_with_its_focus_seen(desk: Desk) -> None:
    page = opened(desk)
    wanted = bars(page, "wide")[-1]
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == wanted:
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{wanted}")
    assert is_explained(page)
