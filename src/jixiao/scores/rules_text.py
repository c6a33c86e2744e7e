"""A scheme as readable TOML, and back."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import tomli_w

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import Misfit, plain


def written(scheme: Scheme) -> str:
    """The scheme as TOML. What is at its default is left out."""
    return tomli_w.dumps(plain(scheme))


def data_of(text: str) -> dict[str, Any]:
    """The data of TOML text, numbers as decimals. Raises Misfit with the line at which it cannot be read."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Misfit([f"规则文件有语法错误，无法读取：{error}。请检查这一行的引号、等号和括号。"]) from error
    except (ValueError, ArithmeticError) as error:  # a number of thousands of digits
        raise Misfit(["规则文件里有大得无法读取的数字，请改为不超过 18 位的数。"]) from error
    except RecursionError as error:
        raise Misfit(["规则文件的括号套得太深，无法读取。请从下载的文本改起。"]) from error


def scheme_in(text: str) -> Scheme:
    """The checked scheme of TOML text. Raises Misfit."""
    return scheme_of(data_of(text))


def digest_of(scheme: Scheme) -> str:
    """SHA-256 of the rules' content: comments and layout of their text do not matter."""
    return digest(canonical(plain(scheme)))
