"""A year of scores, as docs/tutorial/a-year-of-scores.md tells it: the city's results of the year before, read and
recomputed, and what the running year leaves to do. Every step is done by the one whose work it is.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from browsing import Desk
from playwright.sync_api import FilePayload, Page, expect

AGENCY = "临澜市城市管理局"
BEIJING_DAY = "days => new Date(Date.now() + days * 864e5).toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})"
ALONE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}  # neither a home nor a database


def in_days(page: Page, days: int) -> str:
    return str(page.evaluate(BEIJING_DAY, days))


def paper(name: str) -> FilePayload:
    return {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": f"{name}：逐项核对无误。".encode()}


def test_the_upper_office_explains_a_lost_tenth_in_two_clicks_and_recomputes_it_offline(
    desk: Desk, tmp_path: Path
) -> None:
    upper = desk.open("upper")
    upper.goto("/scores/")
    upper.get_by_role("link", name="2025年度第 2 次计算").click()
    groups = upper.get_by_role("heading", level=2).filter(has_text=re.compile(r"组　\d+ 家"))
    expect(groups).to_have_count(4)
    bundle = downloaded(upper, tmp_path)
    upper.get_by_role("link", name=AGENCY).first.click()
    bar = upper.locator(".for-wide a.step", has_text="1-1-2").first
    lost = (bar.locator("text.figure").text_content() or "").strip()
    bar.click()
    step = upper.locator("#step")
    expect(step).to_contain_text(lost)
    for head in ("规则", "数据", "佐证", "认定"):
        expect(step.get_by_role("heading", name=head)).to_be_visible()
    total = (upper.locator(".score-figures .total b").text_content() or "").strip()
    assert total in told("score", str(bundle))
    assert "1-1-2" in told("explain", str(bundle), "--organisation", AGENCY)
    assert AGENCY in told("explain", str(bundle), "1-1-2")


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^得分包-2025")).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def told(command: str, *arguments: str) -> str:
    """What the command line says, without a home, an account or the network."""
    line = [sys.executable, "-m", "jixiao.site.cli", command, *arguments]
    done = subprocess.run(line, env=ALONE, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_upper_office_is_shown_a_pair_of_raters_as_a_hint_and_the_agency_is_not(desk: Desk) -> None:
    upper = desk.open("upper")
    upper.goto("/scores/fairness/")
    expect(upper.locator("main")).to_contain_text("系统不据此改动任何得分")
    expect(upper.locator("main")).to_contain_text(re.compile("临澜市水务局与临澜市住房和城乡建设局"))
    clerk = desk.open("clerk")
    clerk.goto("/scores/fairness/")
    expect(clerk.locator("main")).not_to_contain_text("临澜市水务局与")


def test_the_clerk_reads_the_own_score_supposes_and_looks_ahead(desk: Desk) -> None:
    clerk = desk.open("clerk")
    clerk.goto("/scores/")
    clerk.get_by_role("link", name="看这些分是怎么来的").first.click()
    was = (clerk.locator(".score-figures .total b").text_content() or "").strip()
    expect(clerk.locator("main")).to_contain_text("在组内的位置")
    expect(clerk.locator("main")).not_to_contain_text("临澜市交通运输局")
    clerk.get_by_role("link", name="假如这一项变化").click()
    clerk.locator("main form input[inputmode=decimal]").first.fill("95")
    clerk.get_by_role("button", name="试算").click()
    outcome = clerk.locator("section", has=clerk.get_by_role("heading", name="试算结果"))
    expect(outcome.locator(".good, .up").first.or_(outcome.get_by_text(re.compile(r"^\+")).first)).to_be_visible()
    expect(outcome).to_contain_text(f"原{was}")
    clerk.goto("/scores/")
    clerk.get_by_role("link", name="按目前进度预计得分").click()
    expect(clerk.locator("main")).to_contain_text("还没有定的分")


def test_the_clerk_fills_in_and_submits_the_self_evaluation(desk: Desk) -> None:
    """A mark other than the proposed one needs its reason; what the ledger proposes nothing for is marked by hand."""
    clerk = desk.open("clerk")
    clerk.get_by_role("link", name=re.compile("2026年度自评：等您填写")).click()
    clerk.get_by_label("自评分 1-1-1").fill("1.9")
    clerk.get_by_role("button", name="提交自评表").click()
    expect(clerk.get_by_role("alert").first).to_be_visible()
    expect(clerk.get_by_label("自评分 1-1-1")).to_have_value("1.9")
    desk.complaints = [text for text in desk.complaints if "422" not in text]  # the browser names the status
    clerk.get_by_label("理由 1-1-1").fill("另有两条已完成，待现场验收。")
    for box in clerk.locator("input.points").all():
        if not box.input_value():
            most = str(box.locator("xpath=..").locator(".note").inner_text()).strip("／ ")
            box.fill(most)
    clerk.get_by_label("自评总结").fill("重点项目全部开工，街面秩序明显好转。")
    clerk.get_by_role("button", name="提交自评表").click()
    expect(clerk.locator(".page-head")).to_contain_text("已提交")


def test_a_finding_is_recorded_on_a_phone_answered_by_the_agency_and_decided(desk: Desk) -> None:
    phone = desk.open("inspector", width=360, height=740)
    phone.goto("/evaluations/inspections/")
    phone.get_by_role("link", name="2026年第四季度明察").first.click()
    phone.get_by_role("link", name=AGENCY).first.click()
    phone.get_by_role("link", name="记录问题", exact=True).first.click()
    facts = "巡查时一处井盖破损，围挡没有设置警示灯。"
    phone.get_by_label("事实").fill(facts)
    phone.get_by_label("地点").fill("临江路")
    phone.get_by_label("发现时间").fill("2026-11-20T10:00")  # within the days of the inspection
    phone.get_by_label("照片、材料").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\x01" * 64}
    )
    phone.get_by_role("button", name="提交问题").click()
    phone.wait_for_url("**/organiser/")
    where = phone.url
    clerk = desk.open("clerk")
    clerk.goto("/evaluations/findings/")
    clerk.get_by_role("row").filter(has_text=facts).get_by_role("link").first.click()
    clerk.get_by_label("情况说明").fill("井盖当日已更换，警示灯已补装。")
    clerk.get_by_role("button", name="提交答复").click()
    upper = desk.open("upper")
    upper.goto(where)
    expect(upper.locator("main")).to_contain_text("井盖当日已更换")
    upper.get_by_label("不予认定的理由").fill("当日整改到位，不予扣分。")
    upper.get_by_role("button", name="不予认定").click()
    clerk.reload()
    expect(clerk.locator("main")).to_contain_text("当日整改到位，不予扣分。")


def test_a_bonus_is_claimed_by_one_and_checked_by_another(desk: Desk) -> None:
    clerk = desk.open("clerk")
    clerk.goto("/evaluations/bonus/new/")
    title = "垃圾分类做法获全省推广"
    clerk.get_by_label("事项").fill(title)
    clerk.get_by_label("发文（表彰）单位").fill("省住房和城乡建设厅")
    clerk.get_by_label("文号").fill("省建发〔2026〕77号")
    clerk.get_by_label("日期").fill("2026-10-12")
    clerk.get_by_label("加分类别").select_option(label="省级表彰（1 分）")
    clerk.get_by_label("证明文件").set_input_files(paper("省建发77号"))
    clerk.get_by_role("button", name="提交审核").click()
    expect(clerk.locator("main")).to_contain_text("待审核")
    expect(clerk.get_by_role("button", name="认定", exact=True)).to_have_count(0)
    upper = desk.open("upper")
    upper.goto("/evaluations/bonus/?state=submitted")
    upper.get_by_role("link", name=title).click()
    upper.get_by_role("button", name="认定", exact=True).click()
    expect(upper.locator("main")).to_contain_text("已认定")


def test_a_peer_rates_in_a_round_and_is_not_named_to_the_rated(desk: Desk) -> None:
    upper = desk.open("upper")
    upper.goto("/evaluations/rounds/new/")
    upper.get_by_role("radio", name="同组互评").check()
    upper.get_by_label("年度").fill("2026")
    upper.get_by_label("名称").fill("2026年度同组互评")
    upper.get_by_label("开始日期").fill(in_days(upper, 0))
    upper.get_by_label("截止日期").fill(in_days(upper, 7))
    upper.get_by_role("button", name="建立并分派").click()
    peer = desk.open("peer")
    peer.get_by_role("link", name=re.compile("2026年度同组互评：等您评分")).click()
    peer.get_by_label("总体得分").fill("88")
    peer.get_by_role("button", name="提交评分").click()
    peer.goto("/evaluations/")
    expect(
        peer.get_by_role("link", name="2026年度同组互评").or_(peer.get_by_text("2026年度同组互评")).first
    ).to_be_visible()
    clerk = desk.open("clerk")
    clerk.goto("/evaluations/")
    expect(clerk.locator("main")).not_to_contain_text("程思源")


def test_rules_are_edited_as_a_new_version_and_compared(desk: Desk) -> None:
    upper = desk.open("upper")
    upper.goto("/scores/schemes/")
    adopted = upper.get_by_role("row").filter(has_text="2026年度市直机关").filter(has_text="已启用")
    adopted.get_by_role("link").first.click()
    upper.get_by_role("link", name="以此为底稿另起一版").click()
    upper.get_by_role("button", name="起草").click()
    upper.get_by_role("link", name="修改扣分").click()
    upper.locator("input[name='deductions.classes.1.points']").fill("0.8")
    upper.get_by_role("button", name="保存").last.click()
    upper.get_by_role("link", name="返回规则").or_(upper.get_by_role("link", name="与其他版本比较")).first.click()
    expect(upper.locator("main")).to_contain_text("每件扣0.8分")
    upper.get_by_role("link", name="与其他版本比较").click()
    upper.get_by_label("与", exact=True).select_option(label="2026年度第 1 版（已启用）")
    upper.get_by_role("button", name="比较").click()
    expect(upper.locator("table.changes")).to_contain_text("0.8")
    expect(upper.locator("p.count")).to_contain_text("共 1 处不同")
