"""Files named on the command line: their content, and in a few words why one cannot be opened."""

from __future__ import annotations

import sys


def content(name: str, most: int) -> bytes:
    """The file's content ("-": standard input), one byte more than `most` at most, so that a huge file is refused
    without being read. Raises OSError.
    """
    if name == "-":
        return sys.stdin.buffer.read(most + 1)
    with open(name, "rb") as file:
        return file.read(most + 1)


def why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹"
    if isinstance(error, PermissionError):
        return "没有读取权限"
    return error.strerror or str(error)
