"""A block copied in a spreadsheet, a text document or a web page, laid over the grid of a draft."""

from jixiao.core.pasting.block import MAX_COLUMNS, MAX_ROWS, Block, Cell, Unpastable
from jixiao.core.pasting.cleaning import clean, trouble
from jixiao.core.pasting.header import plain_name
from jixiao.core.pasting.laying import Flagged, Pasted, lay
from jixiao.core.pasting.tables import read_html
from jixiao.core.pasting.tabs import read_plain

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Block",
    "Cell",
    "Flagged",
    "Pasted",
    "Unpastable",
    "clean",
    "lay",
    "parse_block",
    "plain_name",
    "trouble",
]


def parse_block(plain: str, html: str = "") -> Block:
    """The copied block: the first table of the HTML, which knows merged cells, or else the plain text.

    Raises Unpastable when it has more than 2,000 rows or 60 columns. Nothing copied is a block without rows.
    """
    return (read_html(html) if html else None) or read_plain(plain)
