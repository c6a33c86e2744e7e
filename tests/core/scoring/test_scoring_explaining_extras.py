"""The explanation of bonus and deductions: a step for each claim and finding, and for what a cap takes away."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

from scoring_cases import (
    a_sheet,
    an_entry,
    child,
    deducted,
    lines,
    tree,
    with_bonus,
)

from jixiao.core.scoring.entries import Claim, Fault, Sheet
from jixiao.core.scoring.rules import Said
from jixiao.core.scoring.steps import StepKind


def claims(*claims: Claim) -> Sheet:
    return a_sheet(given={"甲": "80"}, claims=claims)


def test_a_bonus_is_the_sum_of_its_claims() -> None:
    claim = Claim("c1", "state", "事项", title="荣获表彰", source="某部〔2025〕1号", evidence=("a.pdf",))
    step = child(tree(with_bonus(), claims(claim, Claim("c2", "city", "别事"))), "bonus")
    assert (step.kind, step.title, str(step.change)) == (StepKind.BONUS, "加分项", "7.0000")
    assert step.said == Said("2项，加7.00分", "2 claims")
    assert lines(step) == [
        ("bonus/c1", "5.0000", "国家级（某部〔2025〕1号），加5.00分", "国家级（某部〔2025〕1号）, plus 5.00"),
        ("bonus/c2", "2.0000", "市级，加2.00分", "市级, plus 2.00"),
    ]
    one, other = step.children
    assert (one.kind, one.title, one.got, one.full, one.rule, one.evidence) == (
        StepKind.CLAIM, "荣获表彰", 5, 5, "state", ("a.pdf",),
    )  # fmt: skip
    assert other.title == "市级"


def test_a_claim_that_counts_less_says_why() -> None:
    sheet = claims(
        Claim("a", "state", "x"),
        Claim("b", "city", "x"),
        Claim("c", "city", "y", item="a"),
        Claim("d", "city", "z"),
        Claim("e", "city", "w"),
        Claim("f", "nowhere", "v"),
    )
    step = child(tree(with_bonus(item_share=D("0.1")), replace(sheet, entries=(an_entry("1"),))), "bonus")
    assert lines(step) == [
        ("bonus/a", "5.0000", "国家级，加5.00分", "国家级, plus 5.00"),
        (
            "bonus/b",
            "0",
            "市级，加0.00分：同一事项已按最高档计，不重复加分",
            "市级, plus 0.00: the same fact counts once, at its highest",
        ),
        (
            "bonus/c",
            "1.0000",
            "市级，加1.00分：超过所属指标分值的上限，按上限计",
            "市级, plus 1.00: limited to a share of its indicator's points",
        ),
        ("bonus/d", "2.0000", "市级，加2.00分", "市级, plus 2.00"),
        (
            "bonus/e",
            "0.0000",
            "市级，加0.00分：超过本类加分上限的部分不计",
            "市级, plus 0.00: beyond the cap of its class",
        ),
        ("bonus/f", "0.0000", "nowhere，加0.00分", "nowhere, plus 0.00"),
    ]
    assert (step.children[2].got, step.children[2].full) == (1, 2)


def test_what_goes_beyond_the_cap_of_the_bonus_is_a_step() -> None:
    step = child(tree(with_bonus(cap=D(6)), claims(Claim("a", "state", "x"), Claim("b", "city", "y"))), "bonus")
    assert step.said == Said("2项，加6.00分", "2 claims")
    assert lines(step)[2:] == [
        ("bonus/cap", "-1.0000", "加分项合计超过上限6.00分的部分不计", "beyond the cap of the bonus")
    ]
    assert (step.children[2].kind, step.children[2].title) == (StepKind.CAP, "超出上限")


def test_a_bonus_that_fell_away_is_a_step() -> None:
    step = child(tree(with_bonus(unit_share=D(0)), claims(Claim("a", "state", "x"))), "bonus")
    assert (step.change, step.said.zh) == (0, "1项，加0.00分")
    assert lines(step)[1:] == [
        (
            "bonus/units",
            "-5.0000",
            "只有一定比例的单位可以加分，本单位未列入",
            "only a share of the units may get a bonus",
        )
    ]
    assert (step.children[1].kind, step.children[1].title) == (StepKind.CAP, "加分面限制")


def test_deductions_are_the_sum_of_their_findings() -> None:
    one = Fault("f1", "slack", title="空岗", source="通报3号", rectified=False, evidence=("b.jpg",))
    step = child(deducted(one, Fault("f2", "slack", D("0.5")), Fault("f3", "other", D(1)), doubles=True), "deduction")
    assert (step.kind, step.title, str(step.change)) == (StepKind.DEDUCTION, "察访核验", "-5.5000")
    assert step.said == Said("3项，扣5.50分", "3 findings")
    assert lines(step) == [
        (
            "deduction/f1",
            "-4.0000",
            "作风懈怠（通报3号），扣4.00分：未按期整改，加倍扣分",
            "作风懈怠（通报3号）, minus 4.00: doubled because it was not rectified",
        ),
        ("deduction/f2", "-0.5000", "作风懈怠，扣0.50分", "作风懈怠, minus 0.50"),
        ("deduction/f3", "-1.0000", "other，扣1.00分", "other, minus 1.00"),
    ]
    first = step.children[0]
    assert (first.kind, first.title, first.got, first.full, first.rule, first.evidence) == (
        StepKind.FAULT, "空岗", 4, 2, "slack", ("b.jpg",),
    )  # fmt: skip


def test_what_goes_beyond_the_cap_of_deductions_is_a_step() -> None:
    step = child(deducted(Fault("a", "slack"), Fault("b", "slack"), cap=D(3)), "deduction")
    assert step.said == Said("2项，扣3.00分", "2 findings")
    assert lines(step)[2:] == [
        ("deduction/cap", "1.0000", "扣分合计超过上限3.00分的部分不扣", "beyond the cap of deductions")
    ]
    assert (step.children[2].kind, step.children[2].title) == (StepKind.CAP, "超出上限")


def test_without_claims_and_findings_no_such_steps() -> None:
    assert [each.key for each in deducted().children] == ["甲"]
