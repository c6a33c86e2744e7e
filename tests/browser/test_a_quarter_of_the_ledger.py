"""A quarter of the ledger, led by those whose work it is; the demo's own plan, its offices and its enterprise.

Every test takes its own cell, task or list from what the demo has left to do, so that they do not meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from browsing import Desk
from playwright.sync_api import FilePayload, Locator, Page, expect

LEDGER = "/ledger/plans/1/"
HEADS = {
    "办公室": "head",
    "市容科": "head2",
    "环卫科": "head3",
    "园林科": "head4",
    "公用科": "head5",
    "执法科": "head6",
    "法规科": "head7",
    "机关党支部": "head8",
}
CELL = re.compile(r"/ledger/cells/(\d+)/")
BEIJING_DAY = "days => new Date(Date.now() + days * 864e5).toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})"


@dataclass(frozen=True)
class Quarter:
    """The pages that stay open through the quarter."""

    desk: Desk
    clerk: Page
    head: Page

    def read_by(self, office: str) -> Page:
        return self.desk.open(HEADS[office])


def test_a_quarter_from_the_first_report_to_the_issued_analysis(desk: Desk) -> None:
    quarter = Quarter(desk, desk.open("clerk"), desk.open("head"))
    number = reported_with_evidence(quarter.head)
    another_accepted(quarter.clerk, number)
    returned(quarter, number)
    corrected(quarter.head, number)
    accepted(quarter.clerk, number)
    struck_off_and_counted(quarter)
    directive = directed_from_the_heat_map(quarter)
    answered_and_confirmed(quarter, directive)
    met(quarter.clerk)
    analysed(quarter.clerk)


def paper(name: str) -> FilePayload:
    """A file of evidence, of a content of its own."""
    return {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": f"{name}：逐项核对无误。".encode()}


def in_days(page: Page, days: int) -> str:
    return str(page.evaluate(BEIJING_DAY, days))


def reported_with_evidence(head: Page) -> int:
    """The number of a cell that nobody had begun, and that is now reported."""
    head.goto("/ledger/mine/")
    fresh = head.locator(".due-line").filter(has_not_text=re.compile("已退回|已有草稿")).first
    number = int(str(fresh.get_attribute("id"))[1:])
    fresh.get_by_role("link").click()
    form = head.locator(f"#c{number}")
    fill_report(form, "已召开民主生活会，形成整改清单。")
    form.get_by_text(re.compile("佐证材料（选填）")).click()
    form.get_by_label("上传文件").set_input_files(paper("第四季度会议记录"))
    form.get_by_role("button", name="报送").click()
    expect(form.get_by_role("status").first).to_contain_text("已报送")
    return number


def fill_report(form: Locator, sentence: str) -> None:
    """Fill what the form asks for: quantities if there are any, the sentence, the reason when it is late."""
    for box in form.locator(".value input").all():
        box.fill("1")
    form.get_by_label("进展情况").fill(sentence)
    note = form.get_by_label("原因和下一步措施")
    if note.is_visible():
        note.fill("材料汇总较晚，下周补齐。")


def line_of(clerk: Page, number: int) -> Locator:
    return clerk.locator(".accept-list > li").filter(has=clerk.locator(f'a[href="/ledger/cells/{number}/"]'))


def another_accepted(clerk: Page, number: int) -> None:
    clerk.goto(f"{LEDGER}accepting/")
    expect(line_of(clerk, number)).to_contain_text("佐证材料 1 份")
    other = clerk.locator(".accept-list > li").filter(has_not=clerk.locator(f'a[href="/ledger/cells/{number}/"]'))
    where = other.first.locator("a", has_text="详情").get_attribute("href")
    other.first.get_by_role("checkbox").check()
    clerk.get_by_role("button", name="审核通过选中的填报").click()
    expect(clerk.get_by_role("status")).to_have_text("审核通过 1 份。")
    expect(clerk.locator(f'.accept-list a[href="{where}"]')).to_have_count(0)


def returned(quarter: Quarter, number: int) -> None:
    """Without a reason it stays; with one it goes back."""
    clerk, desk = quarter.clerk, quarter.desk
    line = line_of(clerk, number)
    line.get_by_text("退回", exact=True).click()
    line.get_by_role("button", name=re.compile("^退回")).click()
    expect(clerk.get_by_role("alert")).to_contain_text("理由")
    desk.complaints = [text for text in desk.complaints if "422" not in text]  # the browser names the status
    line.get_by_label("退回理由").fill("请写明整改事项的件数。")
    line.get_by_role("button", name=re.compile("^退回")).click()
    expect(line).to_have_count(0)


def corrected(head: Page, number: int) -> None:
    head.goto("/")
    head.locator(f'a[href="/ledger/cells/{number}/"]').first.click()
    expect(head.locator("#cell-body")).to_contain_text("退回：请写明整改事项的件数。")
    head.get_by_label("进展情况").fill("已召开民主生活会，形成整改事项12件，办结9件。")
    head.get_by_role("button", name="报送").click()
    expect(head.get_by_role("status").first).to_contain_text("已报送")


def accepted(clerk: Page, number: int) -> None:
    """Both reports and the return stay in the record, and the evidence of the first one with them."""
    clerk.goto(f"/ledger/cells/{number}/")
    clerk.get_by_role("button", name="审核通过", exact=True).click()
    expect(clerk.get_by_role("status").first).to_contain_text("通过")
    versions = clerk.locator("ol.versions > li")
    expect(versions).to_have_count(2)
    expect(versions.filter(has_text="现行有效")).to_contain_text("整改事项12件")
    expect(versions.filter(has_text="请写明整改事项的件数")).to_have_count(1)
    expect(clerk.get_by_role("link", name="第四季度会议记录")).to_be_visible()


def struck_off_and_counted(quarter: Quarter) -> None:
    """A task is claimed by one and confirmed by another; the list counts it, and the report's form offers the count."""
    head, clerk = quarter.head, quarter.clerk
    head.goto(f"{LEDGER}tasks/?mine=1")
    block = head.locator("section", has=head.locator(".tally", has_text="计入“")).first
    before, of = (int(number) for number in re.findall(r"\d+", block.locator(".tally").inner_text())[:2])
    indicator = str(block.locator("h2 a.no").get_attribute("href")).replace("/lists/", "/")
    block.get_by_role("row").filter(has_text=re.compile("办理中|滞后")).first.get_by_role("link").click()
    task = head.url
    head.get_by_label("完成情况").fill("第6个单位已联通，资料已归档。")
    head.get_by_label("上传文件").set_input_files(paper("数据联通验收单"))
    head.get_by_role("button", name="申请销号").click()
    expect(head.get_by_role("button", name="核实无误，准予销号")).to_have_count(0)
    clerk.goto(f"{LEDGER}tasks/")
    clerk.get_by_role("link", name="待核实").click()
    path = task.removeprefix(quarter.desk.site)
    expect(clerk.locator(f'a[href="{path}"]')).to_be_visible()
    clerk.locator(f'a[href="{path}"]').click()
    expect(clerk.get_by_role("link", name="数据联通验收单")).to_be_visible()
    clerk.get_by_role("button", name="核实无误，准予销号").click()
    head.goto(f"{LEDGER}tasks/?mine=1")
    expect(block.locator(".tally")).to_contain_text(re.compile(rf"{before + 1}\s*／\s*{of}"))
    head.goto(indicator)
    head.locator("#cells").locator("..").get_by_role("row").last.get_by_role("link").first.click()
    expect(head.locator("#cell-body")).to_contain_text(f"清单和专项台账现有 {before + 1}")


def directed_from_the_heat_map(quarter: Quarter) -> str:
    """The clerk goes from a late square to its cell, and from there issues a directive. Its address."""
    clerk = quarter.clerk
    clerk.goto(f"{LEDGER}heat/")
    late = clerk.locator("svg.heat a", has_text=re.compile(r" 滞后")).first
    number = CELL.search(str(late.get_attribute("href")))
    assert number
    late.locator("use").click()
    expect(clerk).to_have_url(re.compile(number[0]))
    expect(clerk.locator(".lamps [aria-current]")).to_contain_text("滞后")
    clerk.get_by_role("link", name="发出督办单").click()
    prefilled = clerk.get_by_label("督办要求").input_value()
    clerk.get_by_label("督办要求").fill(f"{prefilled}请于一周内报送补齐计划。")
    clerk.get_by_label("办结期限").fill(in_days(clerk, 7))
    clerk.get_by_role("button", name="发出督办").click()
    expect(clerk.get_by_text("请于一周内报送补齐计划。")).to_be_visible()
    return clerk.url


def answered_and_confirmed(quarter: Quarter, directive: str) -> None:
    """Each addressee signs and replies; the chief confirms, because the clerk's own word is not asked for."""
    quarter.clerk.goto(directive)
    parts = quarter.clerk.locator("article.part h3 a")
    for office, address in [(part.inner_text(), part.get_attribute("href")) for part in parts.all()]:
        page = quarter.read_by(office)
        page.goto(str(address))
        page.get_by_role("button", name="签收").click()
        page.get_by_label("办理情况").fill("已与属地逐条核定点位，剩余2条本月底前完成。")
        page.get_by_label("上传文件").set_input_files(paper(f"{office}补齐计划"))
        page.get_by_role("button", name="提交答复，申请销号").click()
        expect(page.get_by_text("等待发出单位核实")).to_be_visible()
    chief = quarter.desk.open("chief")
    chief.goto(directive)
    for _ in range(parts.count()):
        chief.get_by_role("button", name=re.compile("准予销号")).first.click()
        chief.goto(directive)
    expect(chief.locator(".page-head.sub")).to_contain_text("已办结")


def met(clerk: Page) -> None:
    """The agenda is made of the exceptions; an outcome is noted, a decision becomes a task, the meeting is held."""
    clerk.goto(f"{LEDGER}meetings/")
    clerk.get_by_role("link", name="拟定下次会议").click()
    title = "第四季度第一次调度会"
    clerk.get_by_label("会议名称").fill(title)
    clerk.get_by_label("日期").fill(in_days(clerk, 0))
    clerk.get_by_role("button", name="拟定议程").click()
    points = clerk.locator("ol.points > li")
    expect(points.first).to_contain_text("上次议定事项落实情况")
    assert points.count() > 2
    clerk.get_by_role("link", name="会议模式").click()
    clerk.get_by_role("link", name="下一项").click()
    clerk.get_by_role("textbox", name="议定意见").fill("由牵头科室一周内销号。")
    clerk.get_by_role("button", name="保存", exact=True).click()
    clerk.get_by_text("议定为任务", exact=True).click()
    clerk.get_by_role("textbox", name="议定事项").fill("逐条核对剩余点位，形成清单。")
    clerk.get_by_label("完成时限").fill(in_days(clerk, 14))
    clerk.get_by_label("承办单位").select_option("市容科")
    clerk.get_by_role("button", name="列入任务").click()
    expect(clerk.locator(".decisions")).to_contain_text("逐条核对剩余点位，形成清单。")
    clerk.get_by_role("link", name="议程", exact=True).click()
    minutes = clerk.get_by_label("正文")
    expect(minutes).to_have_value(re.compile("由牵头科室一周内销号.*逐条核对剩余点位", re.S))
    clerk.get_by_role("button", name="保存并办结会议").click()
    expect(clerk.get_by_role("link", name="纪要打印版")).to_be_visible()
    expect(clerk.get_by_role("button", name="保存纪要")).to_have_count(0)
    clerk.goto(f"{LEDGER}meetings/")
    expect(clerk.get_by_role("row", name=re.compile(title))).to_contain_text("1")


def analysed(clerk: Page) -> None:
    """Drafted from the ledger, edited by a person, compared, issued, and then fixed."""
    clerk.goto(f"{LEDGER}analyses/")
    clerk.get_by_role("button", name=re.compile("^起草")).first.click()
    text = clerk.get_by_label("正文")
    expect(text).to_have_value(re.compile("滞后"))
    text.fill(f"{text.input_value()}\n本季度重点抓收尾和佐证归档。")
    clerk.get_by_role("button", name="保存", exact=True).click()
    clerk.get_by_role("link", name="对照系统起草").click()
    expect(clerk.locator(".versus ins")).to_contain_text("本季度重点抓收尾和佐证归档。")
    clerk.get_by_role("link", name="保留修改后的正文").click()
    clerk.get_by_role("button", name="保存并印发").click()
    expect(clerk.get_by_label("正文")).to_contain_text("本季度重点抓收尾和佐证归档。")
    expect(clerk.get_by_text("正文和数据的摘要（SHA-256）")).to_be_visible()
    expect(clerk.get_by_role("button", name="保存并印发")).to_have_count(0)


def test_what_the_enterprise_reports_stands_summed_in_the_agencys_form(desk: Desk) -> None:
    """The enterprise counts in 亿元, the agency in 万元."""
    reporter, head = desk.open("reporter"), desk.open(HEADS["环卫科"])
    head.goto(f"{LEDGER}?q=西岭")
    head.locator("table.ledger tbody tr").last.locator("td.c-q a").last.click()
    summed = head.locator("section.card", has_text="所属企业填报")
    expect(summed).to_contain_text("还有 1 家没有报送")
    expect(head.get_by_role("textbox", name="投资")).to_have_value("")
    reporter.goto("/ledger/mine/")
    line = reporter.locator(".due-line", has_text="西岭")
    number = str(line.get_attribute("id"))
    line.get_by_role("link").click()
    form = reporter.locator(f"#{number}")
    form.get_by_role("textbox", name="投资").fill("1.2亿元")
    form.get_by_role("button", name="报送").click()
    expect(form.get_by_role("status").first).to_contain_text("已报送")
    head.reload()
    expect(summed).to_contain_text(re.compile(r"合计\s*12000\s*万元"))
    expect(head.get_by_role("textbox", name="投资")).to_have_value("12000")


def test_the_leaders_desk_shows_what_is_late_and_leads_to_its_cell(desk: Desk) -> None:
    leader = desk.open("leader")
    late = leader.get_by_role("row").filter(has_text="■ 滞后").first
    expect(late).to_be_visible()
    late.get_by_role("link").click()
    expect(leader.locator(".lamps [aria-current]")).to_contain_text("滞后")
    leader.goto("/")
    leader.get_by_role("link", name="热力图").click()
    square = leader.locator("svg.heat a", has_text=re.compile(" 滞后")).first
    address = str(square.get_attribute("href"))
    square.focus()
    leader.keyboard.press("Enter")
    expect(leader).to_have_url(re.compile(re.escape(address)))


READ = ("", "heat/", "tasks/", "directives/", "meetings/", "analyses/", "warnings/")


def test_a_reader_reads_the_ledger_and_can_change_nothing(desk: Desk) -> None:
    """On none of its pages is there a form that posts; a press made up by hand is answered as if there were no page."""
    reader = desk.open("reader")
    reader.goto(LEDGER)
    tabs = reader.get_by_role("navigation", name="台账页面").locator("a:not(.stage)")
    addresses = [str(tab.get_attribute("href")) for tab in tabs.all()]
    assert addresses == [f"{LEDGER}{page}" for page in READ]
    cell = str(reader.locator("table.ledger td.c-q a").last.get_attribute("href"))
    for address in (*addresses, f"{LEDGER}timeline/", f"{LEDGER}load/", cell):
        reader.goto(address)
        expect(reader.locator("main form[method=post]")).to_have_count(0)
    assert [posted(reader, f"{cell}{act}/") for act in ("draft", "submit", "reopen")] == [404, 404, 404]
    assert posted(reader, f"{LEDGER}analyses/4/draft/") == 404


def posted(page: Page, address: str) -> int:
    token = page.locator("header input[name=csrfmiddlewaretoken]").get_attribute("value")
    return page.request.post(address, form={"csrfmiddlewaretoken": str(token)}).status
