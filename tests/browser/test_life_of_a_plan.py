"""Two journeys through a plan's life: four people lead one from its document to an amendment; two goals come late."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import Desk
from playwright.sync_api import Page, expect

HEAD = "项目\t序号\t文件依据\t一级指标\t二级指标\t权重分值\t完成时限\t分管领导\t责任科室\t科室责任人"
ROWS = [
    "重点工作（60分）\t1-1\t《河道条例》（临政〔2025〕8号）\t整治河道（60分）\t全年整治河道12公里以上。\t40\t12月底前\t苏望舒\t河道科\t陆行舟",
    "\t1-2\t\t\t每季度巡查全部河道。\t20\t12月底前\t苏望舒\t河道科\t陆行舟",
    "行政能力（40分）\t2-1\t《机关规则》（临政〔2025〕9号）\t推进依法行政\t\t40\t11月底前\t何知远\t办公室\t何知远",
    "合计\t\t\t\t\t100\t\t\t\t",
]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "河道治理专班2026年度绩效工作方案.txt"
    path.write_text("\n".join([path.stem, HEAD, *ROWS]), encoding="utf-8")
    return path


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="方案页面").get_by_role("link", name=name, exact=True).click()


def act(page: Page, plan: str, name: str, **fields: str) -> None:
    """Do one act of the procedure on its own form."""
    page.goto(f"{plan}stages/")
    page.get_by_role("link", name=name, exact=True).click()
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".history li").first).to_contain_text(name)


def test_four_people_lead_a_plan_from_its_document_to_an_amendment(desk: Desk, document: Path) -> None:
    clerk, peer, chief, upper = (desk.open(who) for who in ("clerk", "peer", "chief", "upper"))
    plan = imported(clerk, document)
    sent_to_the_peer(clerk, plan)
    commented(peer, document.stem)
    settled(clerk, plan)
    done_reviewing(peer, document.stem)
    submitted(clerk, chief, plan, "临专〔2026〕1号")
    act(upper, plan, "退回修改", 理由="请把整治河道的里程改为14公里。")
    mended_after_the_return(clerk, plan)
    submitted(clerk, chief, plan, "临专〔2026〕2号")
    act(upper, plan, "批复同意", 文号="临政绩办〔2026〕90号")
    published(clerk, chief, plan)
    amended(clerk, upper, plan)
    seen_by_anybody(desk, document.stem)


def imported(clerk: Page, document: Path) -> str:
    """The address of the plan."""
    clerk.get_by_role("navigation", name="主导航").get_by_role("link", name="方案").click()
    clerk.get_by_role("link", name="导入方案").click()
    clerk.get_by_label("选择方案文件").set_input_files(document)
    clerk.get_by_role("button", name="上传并读取").click()
    accept = clerk.get_by_label("已逐条核对")
    if accept.count():
        accept.check()
    clerk.get_by_role("button", name="确认方案").click()
    expect(clerk.get_by_text("方案已确认，共 3 项指标。")).to_be_visible()
    return clerk.url.partition("?")[0]


def sent_to_the_peer(clerk: Page, plan: str) -> None:
    clerk.goto(f"{plan}stages/")
    expect(clerk.get_by_text("还没有分派互审单位。")).to_be_visible()
    tab(clerk, "互审")
    clerk.get_by_label("临澜市水务局").check()
    clerk.get_by_role("button", name="分派互审").click()
    act(clerk, plan, "送同组互审")


def commented(peer: Page, title: str) -> None:
    peer.goto("/plans/reviews/")
    peer.get_by_role("link", name=title).click()
    peer.get_by_role("link", name="对1-2提意见").click()
    peer.get_by_label("意见").fill("“巡查”请写明次数，便于核对。")
    peer.get_by_role("button", name="提交意见").click()
    expect(peer.get_by_text("意见已提交。")).to_be_visible()


def settled(clerk: Page, plan: str) -> None:
    """Work the comment in, and settle it. Sending on before that is refused."""
    clerk.goto(f"{plan}stages/")
    expect(clerk.get_by_text("还有 1 条互审意见没有办结。").first).to_be_visible()
    tab(clerk, "互审")
    clerk.get_by_role("textbox", name="答复").fill("已写明每季度不少于两次。")
    clerk.get_by_label("采纳", exact=True).check()
    clerk.get_by_role("button", name="提交答复").click()
    expect(clerk.get_by_role("heading", name="已办结的意见")).to_be_visible()
    clerk.goto(f"{plan}draft/rows/r2/")
    clerk.get_by_label("二级指标").fill("每季度巡查全部河道2次以上。")
    clerk.get_by_role("button", name="保存", exact=True).click()


def done_reviewing(peer: Page, title: str) -> None:
    peer.goto("/plans/reviews/")
    peer.get_by_role("link", name=title).click()
    peer.get_by_role("button", name="审毕").click()
    expect(peer.get_by_text(re.compile("审毕，谢谢"))).to_be_visible()


def submitted(clerk: Page, chief: Page, plan: str, number: str) -> None:
    act(clerk, plan, "结束互审，送领导小组审议")
    act(chief, plan, "领导小组审议通过")
    act(clerk, plan, "登记领导审定", 作出决定的领导或单位="副市长裴知行", 文号="临政阅〔2026〕70号")
    act(clerk, plan, "报送批复", 文号=number)


def mended_after_the_return(clerk: Page, plan: str) -> None:
    clerk.goto(f"{plan}draft/rows/r1/")
    clerk.get_by_label("二级指标").fill("全年整治河道14公里以上。")
    clerk.get_by_role("button", name="保存", exact=True).click()
    act(clerk, plan, "送同组互审")


def published(clerk: Page, chief: Page, plan: str) -> None:
    clerk.goto(f"{plan}publication/")
    clerk.get_by_role("button", name="准备公开第 1 版").click()
    chief.goto(f"{plan}publication/")
    chief.get_by_label("审查意见").fill("与批复一致。")
    chief.get_by_role("button", name="审查通过").click()
    act(clerk, plan, "公布")


def amended(clerk: Page, upper: Page, plan: str) -> None:
    clerk.goto(f"{plan}versions/")
    clerk.get_by_role("link", name="拟订调整").click()
    clerk.get_by_label("理由").fill("年度治理计划调整。")
    clerk.get_by_label("依据").fill("《关于调整年度治理计划的通知》（临政办〔2026〕99号）")
    clerk.get_by_label("文号").fill("临政绩办〔2026〕95号")
    clerk.get_by_label("日期").fill(clerk.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})"))
    clerk.get_by_role("button", name="拟订").click()
    amendment = clerk.url
    clerk.goto(f"{amendment}draft/rows/r1/")
    clerk.get_by_label("二级指标").fill("全年整治河道13公里以上。")
    clerk.get_by_role("button", name="保存", exact=True).click()
    upper.goto(amendment)
    expect(upper.locator("del")).to_contain_text("14")
    expect(upper.locator("ins")).to_contain_text("13")
    upper.get_by_role("button", name="批准调整").click()
    clerk.goto(f"{plan}versions/")
    expect(clerk.get_by_role("row", name=re.compile("第 2 版"))).to_contain_text("改 1 项")
    clerk.goto(plan)
    expect(clerk.get_by_text("全年整治河道13公里以上。")).to_be_visible()


def seen_by_anybody(desk: Desk, title: str) -> None:
    """The published version is there without log-in, with offices and without names."""
    page = desk.open(None)
    page.goto("/public/plans/")
    page.get_by_role("link", name=re.compile(title)).click()
    expect(page.get_by_text("河道科").first).to_be_visible()
    assert "陆行舟" not in page.content()


def test_a_goal_that_says_1_2_1_in_other_words_must_be_justified_and_another_is_accepted(desk: Desk) -> None:
    clerk, chief = desk.open("clerk"), desk.open("chief")
    plan = "/plans/1/"
    dynamic(clerk, plan, "户外广告设置专项规划", "修编主城区户外广告专项规划，按程序报市政府审批并向社会公布。")
    expect(clerk.get_by_role("heading", name="与现有目标交叉重叠")).to_be_visible()
    expect(clerk.locator("#overlap").locator("xpath=..")).to_contain_text("1-2-1")
    assert clerk.locator("mark").count() > 1
    desk.complaints = [text for text in desk.complaints if "422" not in text]  # the browser names the status
    clerk.get_by_label("不重复的理由").fill("新任务限于高铁新区的增补规划，原指标为中心城区规划。")
    clerk.get_by_role("button", name="核对并拟入调整稿").click()
    expect(clerk.get_by_text("待复核")).to_be_visible()
    amendment = clerk.url
    expect(clerk.get_by_role("heading", name="还不能批准")).to_be_visible()
    chief.goto(amendment)
    chief.get_by_role("button", name="复核同意：不重复").click()
    expect(chief.get_by_text(re.compile("顾承岳"))).not_to_have_count(0)
    clerk.goto(amendment)
    clerk.get_by_role("button", name="撤回这件调整").click()
    dynamic(clerk, plan, "台风灾后树木抢险", "组织台风倒伏行道树应急处置，5日内恢复主干道通行。")
    expect(clerk.get_by_text("没有达到需要复核的重叠。")).to_be_visible()


def dynamic(clerk: Page, plan: str, title: str, text: str) -> None:
    """Propose a dynamic goal of one point, taken from an indicator of two."""
    clerk.goto(f"{plan}dynamic/")
    clerk.get_by_label("触发文件", exact=True).fill(f"关于做好{title}工作的通知")
    clerk.get_by_label("触发文件文号").fill("临政办〔2026〕80号")
    clerk.get_by_label("触发文件日期").fill("2026-10-12")
    clerk.get_by_label("一级指标", exact=True).fill(title)
    clerk.get_by_label("二级指标", exact=True).fill(text)
    clerk.get_by_label("权重分值").fill("1")
    clerk.get_by_label("完成时限").fill("12月底前")
    clerk.get_by_label("调出分值的指标 1").select_option(index=1)
    clerk.get_by_label("调出分值 1").fill("1")
    clerk.get_by_role("button", name="核对并拟入调整稿").click()
