"""Published results and rules of scoring, each through the engine. "ours" in an id: the rule is published, the inputs
that it is tried with are ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jixiao.core.scoring.checking import scheme_of, sheet_problems
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.library import TEMPLATES
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.scheme import Scheme, Share
from jixiao.core.scoring.shape import read
from jixiao.core.scoring.votes import Limits, blended, mean_vote, trimmed_mean, void_because

FILE = Path(__file__).parents[4] / "shared" / "data" / "scoring_vectors.json"
Vector = Mapping[str, Any]
D = Decimal
WHOLE = {"key": "whole", "name": "总分", "counts": 100}
BY_HAND = {"given": {"kind": "given"}, "done": {"kind": "done"}, "proportional": {"kind": "proportional"}}


def vectors() -> dict[str, Vector]:
    if not FILE.exists():
        pytest.skip("the shared data are not beside this checkout")
    known = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return {each["id"]: each for each in known}


def template(key: str) -> Scheme:
    return scheme_of(TEMPLATES[key].data)


def scored(scheme: Scheme, sheets: Sequence[Mapping[str, Any]]) -> list[Result]:
    """Each sheet's result; a sheet that the scheme cannot judge fails."""
    made = [read(Sheet, {"organisation": str(at), **data}) for at, data in enumerate(sheets)]
    assert [problem for sheet in made for problem in sheet_problems(scheme, sheet)] == []
    return score_all(scheme, made)


def table(got: object, full: object, **rest: Any) -> dict[str, Any]:
    """A plan's table as one indicator whose points are known."""
    return {"entries": [{"key": "all", "points": full, "rule": "given", "values": [got], **rest}]}


def graded(bands: Sequence[tuple[str, Decimal | None]], totals: Sequence[object]) -> list[str]:
    """The grades of totals by thresholds, from the best; the last band has none."""
    grades = [{"name": name} | ({"at_least": low} if low is not None else {}) for name, low in bands]
    scheme = scheme_of({"title": "分数线", "components": [WHOLE], "grading": {"grades": grades}})
    return [each.grade for each in scored(scheme, [{"given": {"whole": {"score": total}}} for total in totals])]


def points(rule: Mapping[str, Any], entry: Mapping[str, Any], others: Sequence[object] = ()) -> Decimal:
    """The points of an indicator under the rule, with the values of others in its group."""
    full = entry["points"]
    component = {"key": "table", "name": "", "counts": full, "source": "table"}
    named = dict.fromkeys(("with_target", "with_ceiling", "without_target"), "it")
    data = {"title": "", "base": full, "components": [component], "rules": {"it": rule}, "assigned": named}
    scheme = scheme_of({**data, "places": {"total": 4}})
    entries = [{"key": "a", "rule": "it", **entry}] + [
        {"key": "a", "rule": "it", "points": full, "values": [o]} for o in others
    ]
    total = scored(scheme, [{"entries": [each]} for each in entries])[0].total
    assert total is not None
    return total


# composites


def pingtan(vector: Vector) -> None:
    scheme, inputs, expect = template("fujian-2018"), vector["inputs"], vector["expect"]
    own = {
        **table(inputs["指标考核"], 60),
        "given": {"public": {"score": inputs["公众评议"]}},
        "claims": [{"key": "c", "kind": "award", "fact": "f", "points": inputs["正向激励"]}],
        "faults": [{"key": "f", "kind": "finding", "points": inputs["效能督查"]}],
    }
    better = [
        {**table(50, 60), "given": {"public": {"score": 35 + at}}} for at in range(4)
    ]  # ours: only the rank is known
    worse = [{**table(50, 60), "given": {"public": {"score": 34}}}] * 5
    result = scored(scheme, [own, *better, *worse])[0]
    assert (result.total, result.rank, result.grade) == (expect["total"], expect["rank"], expect["grade"])
    published = [(each["key"], each["max"]) for each in vector["scheme"]["components"]]
    assert (scheme.share, [(each.name, each.counts) for each in scheme.components]) == (Share.MAXIMUM, published)
    assert_caps(scheme, vector)


def nanan(series: str) -> Callable[[Vector], None]:
    def check(vector: Vector) -> None:
        scheme, inputs = template(f"nanan-2014-{series}"), vector["example"]["inputs"]
        own = table(inputs["目标考评"], 100, claimed=inputs.get("单位自评"))
        own |= {
            "given": {"public": {"score": inputs["公众评议"]}},
            "claims": [{"key": "c", "kind": "award", "fact": "f", "points": inputs["奖励得分"]}],
            "faults": [{"key": "f", "kind": "finding", "points": inputs["察访核验"]}],
        }
        assert scored(scheme, [own])[0].total == vector["example"]["total"]
        published = [(each["key"], each["weight"] * 100) for each in vector["scheme"]["components"]]
        assert (scheme.share, [(each.name, each.counts) for each in scheme.components]) == (Share.WEIGHT, published)
        assert_caps(scheme, vector)

    return check


def assert_caps(scheme: Scheme, vector: Vector) -> None:
    bonus, deduction = vector["scheme"]["bonus"], vector["scheme"]["deduction"]
    assert (scheme.bonus.name, scheme.bonus.cap) == (bonus["key"], bonus["cap"])
    assert (scheme.deductions.name, scheme.deductions.cap) == (deduction["key"], deduction["cap"])


# grades


def xiamen(vector: Vector) -> None:
    assert graded([("优秀", D(85)), ("良好", None)], vector["inputs"]) == vector["expect"]


def fuzhou(vector: Vector) -> None:
    bands = [(name, D(low)) for name, low, _ in vector["bands"]]
    excellent, good = ["92.3", "90", "85.01", "85"], ["84.99", "84", "83", "81", "80", "79", "78", "77", "75"]
    made = Counter(graded([*bands, ("一般", None)], [*excellent, *good]))
    assert made == vector["expect_counts"]


def bands_at_their_edges(vector: Vector) -> None:
    bands = [(name, None if low in (None, 0) else D(low)) for name, low, _ in vector["bands"]]
    for (name, low), (below, _) in pairwise(bands):
        assert low is not None
        assert graded(bands, [low, low - D("0.01")]) == [name, below]
    assert graded(bands, [100, 0]) == [bands[0][0], bands[-1][0]]


def ningde(vector: Vector) -> None:
    """Shares of about 40 % and 62 %; of the last group only the excellent ones are known, 16 units are ours."""
    groups = {
        each["name"]: (each["excellent"], each["good"] if each["good"] is not None else 6) for each in vector["groups"]
    }
    county, *departments = groups
    shares = {county: {"优秀": "0.4"}} | {name: {"优秀": "0.62"} for name in departments}
    grading = {
        "grades": [{"name": "优秀", "share": "0.5"}, {"name": "良好", "at_least": 60}, {"name": "一般"}],
        "groups": shares,
    }
    scheme = scheme_of({"title": "", "components": [WHOLE], "grading": grading})
    sheets = [unit(name, at) for name, counts in groups.items() for at in range(sum(counts))]
    office = len(sheets) - sum(groups[departments[-1]])  # the first of the last group
    sheets[office] |= {"events": [{"key": "e", "effect": "lower", "subject": "body", "title": "领导班子降等"}]}
    results = scored(scheme, sheets)
    for name, (excellent, good) in groups.items():
        assert Counter(each.grade for each in results if each.group == name) == {"优秀": excellent, "良好": good}
    assert [(each.grade, each.body_grade) for each in results if each.grade != each.body_grade] == [("优秀", "良好")]


def unit(group: str, at: int, **rest: Any) -> dict[str, Any]:
    """The unit at a place of its group: totals descend."""
    return {"group": group, "given": {"whole": {"score": 99 - D(at) / 4}}, **rest}


def hangzhou(vector: Vector) -> None:
    scheme = template("hangzhou-2020")
    for track in vector["tracks"]:
        promoted = track.get("of_which_promoted", 0)
        claims = [{"key": "c", "kind": "promoted", "fact": "f"}]
        units = [
            ranked(at, claims=claims if at in range(30, 30 + 25 * promoted, 25) else []) for at in range(track["n"])
        ]
        apart = [ranked(at, apart=True) for at in range(4)]
        results = scored(scheme, [*units, *apart])
        grades = Counter(each.grade for each in results[: track["n"]])
        assert grades == {"优秀": track["excellent"], "良好": track["good"], "达标": track["passed"]}
        assert [(each.rank, each.grade) for each in results[track["n"] :]] == [(None, "")] * 4


def ranked(at: int, **rest: Any) -> dict[str, Any]:
    given = {"society": {"score": 99 - D(at) / 4}, "leaders": {"score": 90}}
    return {**table(90, 100), "given": given, **rest}


# votes


def votes(vector: Vector) -> None:
    worth = dict(zip(("好", "较好", "一般", "差"), map(D, vector["mapping"]), strict=True))
    weights = {name: D(weight) for name, weight in vector["blend"].items()}
    counts = [{"好": 1, "较好": 1}, {"好": 2, "较好": 2, "一般": 1, "不了解": 7}, {"好": 1, "差": 1}]
    means = {name: mean_vote(count, worth) for name, count in zip(weights, counts, strict=True)}
    assert list(means.values()) == [90, 84, 70]
    assert blended(means, weights) == D("79.6")  # 18 + 33.6 + 28


def kaixian(vector: Vector) -> None:
    worth = {answer: D(points) for answer, points in vector["mapping"].items()}
    assert mean_vote({"不满意": 40}, worth) == D("0.5")  # what was criticised
    assert mean_vote({"非常满意": 10, "满意": 10, "基本满意": 10, "不满意": 10}, worth) == D("0.775")


def ballots(vector: Vector) -> None:
    limits = Limits(high=D(90), at_most_high=3, low=D(70), at_least_low=2, alike_is_void=True)
    marks = {"good": [95, 92, 90, 80, 69, 60], "high": [95, 92, 91, 90, 60, 60], "low": [95, 80, 80, 75, 70, 60]}
    assert {name: void_because([D(each) for each in row], limits) for name, row in marks.items()} == {
        "good": "",
        "high": "90分及以上的超过3个",
        "low": "低于70分的不足2个",
    }
    assert [bool(void_because([D(each)] * 6, limits)) for each in (80, 100)] == [True, True]
    assert trimmed_mean([D(each) for each in (60, 80, 84, 90, 86, 100)]) == 85
    assert trimmed_mean([D(each) for each in (60, 80, 84, 90, 86)]) == 80
    assert len(vector["rules"]) == 4


# rules of indicators


def ruian(vector: Vector) -> None:
    ratio, rank, ballot = vector["rules"]
    by_rank, by_ratio = vector["example"]
    full = {"points": rank["base"], "values": ["87.5"]}
    assert points({"kind": "rank", "step": "0.02"}, full, [95, 91, 90, 60]) == by_rank["score"]
    given = {"points": rank["base"], "values": [by_rank["rank"]]}
    assert points({"kind": "rank", "step": "0.02", "is_given": True}, given) == by_rank["score"]
    own = {"points": ratio["base"], "values": [by_ratio["score"]]}
    assert points({"kind": "ratio_to_best"}, own, [by_ratio["best"], 300]) == by_ratio["result"]
    bands = [{"at_least": low, "share": D(worth) / 200} for low, _, worth in ballot["bands"]]
    for low, _, worth in ballot["bands"]:
        assert points({"kind": "bands", "bands": bands}, {"points": 200, "values": [low]}) == worth
    assert points({"kind": "bands", "bands": bands}, {"points": 200, "values": ["89.9"]}) == 190


def sasac(vector: Vector) -> None:
    linear, proportional = vector["rules"]
    (example,) = vector["example"]
    rule = {"kind": "steps", "step": "0.02", "takes": linear["points"], "measure": "percent", "floor": linear["floor"]}
    entry = {"points": linear["base"], "values": [example["completion"]], "target": 1}
    assert points(rule, entry) == example["score"]
    assert points({**rule, "whole": False}, entry) == D("26.5")
    assert points(rule, {**entry, "values": ["0.3"]}) == 0
    half = {"points": proportional["base"], "values": [50], "target": 100}
    assert points({"kind": "proportional", "floor": proportional["floor"]}, half) == D("7.5")


# caps


def special(vector: Vector) -> None:
    rules = vector["rules"]
    classes = {"special": {"name": "专项加分", "points": 2}}
    faults = {name: {"name": name, "points": taken} for name, taken in rules["deduct"].items()}
    shares = (rules["excellent_max"], rules["good_max"])
    grades = [{"name": name, "share": share} for name, share in zip(("优秀", "良好"), shares, strict=True)]
    scheme = scheme_of({
        "title": "专项目标", "components": [{**WHOLE, "source": "table"}], "rules": BY_HAND,
        "assigned": {"with_ceiling": "done"}, "grading": {"grades": [*grades, {"name": "达标"}], "counting": "down"},
        "bonus": {
            "classes": classes, "cap": rules["bonus_total_max"], "item_share": rules["bonus_max_of_item"],
            "unit_share": rules["bonus_face_max"],
        },
        "deductions": {"classes": faults, "cap": rules["deduct_total_max"]},
    })  # fmt: skip
    units = [special_unit(at) for at in range(20)]
    claims = [{"key": f"c{at}", "kind": "special", "fact": f"f{at}", "item": key} for at, key in enumerate(("a", "b"))]
    units[0] |= {"claims": claims}
    units[1] |= {"claims": claims[:1]}
    units[2] |= {"claims": [{**claims[1], "points": "0.4"}]}
    units[3] |= {"faults": [{"key": f"f{at}", "kind": kind} for at, kind in enumerate(("较差", "差", "差"))]}
    units[4] |= {"faults": [{"key": "f", "kind": "较差"}]}
    results = scored(scheme, units)
    assert [each.bonus for each in results[:4]] == [1, D("0.5"), 0, 0]  # a tenth of 20 units is two
    assert [each.deducted for each in results[3:5]] == [1, D("0.3")]
    assert Counter(each.grade for each in results) == {"优秀": 3, "良好": 4, "达标": 13}


def special_unit(at: int) -> dict[str, Any]:
    entries = [{"key": "a", "points": 5, "rule": "given", "values": [5]}, {"key": "b", "points": 95, "rule": "given"}]
    return {"entries": [entries[0], {**entries[1], "values": [90 - 2 * at]}]}


CHECKS: dict[str, tuple[str, Callable[[Vector], None]]] = {
    "fj-2018-pingtan": ("published; the other regions' scores are ours", pingtan),
    "nanan-2014-party": ("inputs ours", nanan("party")),
    "nanan-2014-government": ("inputs ours", nanan("government")),
    "xiamen-2008-districts": ("published; the line of 85 is inferred", xiamen),
    "fuzhou-2009-counties": ("totals ours", fuzhou),
    "ningde-2017": ("totals, shares and one group's size ours", ningde),
    "hangzhou-2020-units": ("totals ours", hangzhou),
    "mof-grades": ("totals ours", bands_at_their_edges),
    "votes-100-80-60-40": ("ballots ours", votes),
    "kaixian-votes": ("ballots ours", kaixian),
    "satisfaction-bands": ("totals ours", bands_at_their_edges),
    "ruian-2012": ("inputs ours", ruian),
    "sasac-linear": ("inputs ours", sasac),
    "hangzhou-2018-special": ("inputs ours", special),
    "ballot-limits": ("ballots ours", ballots),
}


@pytest.mark.parametrize("name", CHECKS, ids=lambda name: f"{name} ({CHECKS[name][0]})")
def test_a_published_vector_comes_out(name: str) -> None:
    CHECKS[name][1](vectors()[name])


def test_no_published_vector_is_left_out() -> None:
    assert list(vectors()) == list(CHECKS)


def test_every_template_is_a_scheme_and_says_what_is_ours() -> None:
    assert set(TEMPLATES) == {"fujian-2018", "hangzhou-2020", "nanan-2014-government", "nanan-2014-party", "plain-100"}
    for key, each in TEMPLATES.items():
        scheme = template(key)
        assert (each.key, each.title) == (key, scheme.title)
        assert each.source and "我们" in scheme.note and "请按" in scheme.note
