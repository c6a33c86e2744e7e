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
            raise Misfit(["文件太大，不像是得分包。"])
        return unpack(data.decode("utf-8-sig"))
    except OSError as error:
        print(f"打不开“{name}”：{why(error)}。请核对路径和权限。", file=sys.stderr)
    except UnicodeDecodeError:
        _refuse(name, ["这不是得分包：文件不是 UTF-8 编码的文本。"])
    except Misfit as misfit:
        _refuse(name, misfit.problems)
    return None


def _refuse(name: str, problems: list[str]) -> None:
    more = [f"……共{len(problems)}处。"] if len(problems) > SHOWN else []
    said = "\n".join([*problems[:SHOWN], *more])
    print(f"{name}：{said}请使用在“得分计算”页下载的文件。", file=sys.stderr)


def left(text: str, width: int) -> str:
    """The text and blanks up to `width` columns."""
    return text + " " * max(width - display_width(text), 0)


def right(text: str, width: int) -> str:
    return " " * max(width - display_width(text), 0) + text
