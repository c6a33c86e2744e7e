"""A result bundle named on the command line, and text in columns. Never starts Django."""

from __future__ import annotations

import sys

from jixiao.core.scoring.bundle import Bundle, unpack
from jixiao.core.scoring.shape import Misfit
from jixiao.core.widths import display_width
from jixiao.site.cli_files import content, why

MOST_BYTES = 512 * 1024 * 1024  # a province's bundle has about 80 MB
SHOWN = 20  # problems


def opened(name: str) -> Bundle | None:
    """The bundle of the file; None after the reason was printed."""
    try:
        data = content(name, MOST_BYTES)
        if len(data) > MOST_BYTES:
            return _refused(name, "文件太大，不像是得分包。")
        return unpack(data.decode("utf-8-sig"))
    except OSError as error:
        print(f"打不开“{name}”：{why(error)}。请核对路径和权限。", file=sys.stderr)
        return None
    except UnicodeDecodeError:
        return _refused(name, "这不是得分包：文件不是 UTF-8 编码的文本。")
    except Misfit as misfit:
        more = [f"……共{len(misfit.problems)}处。"] if len(misfit.problems) > SHOWN else []
        return _refused(name, "\n".join([*misfit.problems[:SHOWN], *more]))


def _refused(name: str, sentence: str) -> None:
    print(f"{name}：{sentence}请使用在“得分计算”页下载的文件。", file=sys.stderr)


def left(text: str, width: int) -> str:
    """The text and blanks up to `width` columns."""
    return text + " " * max(width - display_width(text), 0)


def right(text: str, width: int) -> str:
    return " " * max(width - display_width(text), 0) + text
