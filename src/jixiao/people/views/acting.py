"""What the room's pages with forms share: carry an act out, or say on the form what stood in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404

from jixiao.people.policy import Forbidden, Refused

DONE = 302


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> int:
    """Do `act` with what the form says. Returns the status to answer: 302 when done, else 422 or 409.

    Raises Http404 when the right was lost meanwhile.
    """
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        form.add_error(None, str(refused))
        return 409
    return DONE
