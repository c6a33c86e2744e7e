"""How large and how odd a document may be before reading it is refused."""

from __future__ import annotations

MAX_BYTES = 10 * 1024 * 1024
MAX_CELLS = 150_000
MAX_TABLES = 1_000  # or headers; a plan breaks over some dozens of pages
MAX_COLUMNS = 64
MAX_LINE = 200_000  # characters; a longer line is no line of an official document
MAX_CELL = 20_000  # characters
MAX_SPAN = 2_000  # rows or columns that one merged cell may cover
MAX_PARAGRAPH = 4_000  # prose beyond this is kept but not searched for dates and names


class Unreadable(Exception):
    """The document cannot be read. `str()` is the Chinese sentence, `message_en` the English one."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message)
        self.message_en = message_en


def too_many_cells(count: int) -> Unreadable:
    """Refusal of a table that is larger than any plan."""
    return Unreadable(
        f"文件中的表格有{count:,}个单元格，超过上限{MAX_CELLS:,}个；请只保留绩效目标考评表后重新导入。",
        f"The tables hold {count:,} cells, more than {MAX_CELLS:,}; keep only the plan's table and try again.",
    )


def too_many_tables(count: int) -> Unreadable:
    """Refusal of a document with more tables, or more headers, than any plan."""
    return Unreadable(
        f"文件中有{count:,}张表格，超过上限{MAX_TABLES:,}张；请只保留绩效目标考评表后重新导入。",
        f"The document holds {count:,} tables, more than {MAX_TABLES:,}; keep only the plan's table and try again.",
    )
