"""Documents as plans cite them: core/citations."""

from __future__ import annotations

from jixiao.core.citations import basis_entries, citations, document_numbers, plain_name


def test_a_document_number_knows_its_parts_and_its_place() -> None:
    text = "根据《绿港方案》（澜委办发〔２０２６〕０３号）"
    [one] = document_numbers(text)
    assert (one.code, one.year, one.number, one.has_hao) == ("澜委办发", "2026", "3", True)
    assert text[one.start : one.end] == one.raw == "澜委办发〔２０２６〕０３号"
    assert one.mended == "澜委办发〔2026〕3号"


def test_basis_entries_split_names_from_numbers_whatever_the_brackets() -> None:
    text = "“绿港”方案（澜委办〔2026〕13号；《文港》方案（澜政办〔2026〕17号）；省民生意见\n市委要点"
    entries = list(basis_entries(text))
    assert [e.name for e in entries] == ["“绿港”方案", "《文港》方案", "省民生意见", "市委要点"]
    assert [e.number.raw if e.number else None for e in entries] == [
        "澜委办〔2026〕13号",
        "澜政办〔2026〕17号",
        None,
        None,
    ]
    assert text[entries[2].start : entries[2].end] == "省民生意见"


def test_basis_entries_split_documents_that_only_a_comma_parts() -> None:
    entries = list(basis_entries("《甲方案》（澜委〔2026〕1号）、《乙方案》（澜委〔2026〕2号）"))
    assert [e.name for e in entries] == ["《甲方案》", "《乙方案》"]


def test_plain_name_drops_marks_and_words_that_writers_add() -> None:
    assert plain_name("《关于印发“绿港”专项行动方案的通知》") == plain_name("绿港行动方案")
    assert plain_name("市《工作报告》责任分解") == plain_name("市《工作报告》（责任分解")


def test_citations_read_documents_and_their_places() -> None:
    text = "属“绿港”行动第6项、第1-2页，附件第17项；“三定”方案第四条（一）、第3页；省实事10项；乙附件30、34项"
    told = [(c.document, [(x.group, x.value, x.kind) for x in c.locators]) for c in citations(text)]
    assert told == [
        ("“绿港”行动", [("", "6", "项"), ("", "1-2", "页"), ("附件", "17", "项")]),
        ("“三定”方案", [("", "四", "条"), ("", "3", "页")]),
        ("省实事", [("", "10", "项")]),
        ("乙", [("附件", "30、34", "项")]),
    ]
    assert [text[c.start : c.end] for c in citations(text)][2] == "省实事10项"


def test_citations_leave_figures_of_a_title_in_the_title() -> None:
    [one] = citations("属28项措施实施方案第3条")
    assert (one.document, [x.value for x in one.locators]) == ("28项措施实施方案", ["3"])


def test_long_and_hostile_cells_are_read_in_no_time() -> None:
    for text in ("属" + "第1项、" * 50_000, "（" * 100_000, "〔2026〕" * 50_000, "；" * 100_000):
        list(citations(text))
        list(basis_entries(text))
        list(document_numbers(text))
