"""Beginning a plan and editing its working copy; that of an amendment has the same pages at addresses of its own."""

from django.urls import URLPattern, path

from jixiao.plans.drafting.doors import amendment_draft_door, draft_door
from jixiao.plans.views import draft, draft_heading, draft_paste, draft_renumber, draft_row
from jixiao.plans.views.begin import begin

_PAGES = (
    ("", "", draft.grid),
    ("changes/", "-changes", draft.changes),
    ("undo/", "-undo", draft.undo),
    ("redo/", "-redo", draft.redo),
    ("history/", "-history", draft.history),
    ("rows/<slug:uid>/", "-row", draft_row.row),
    ("insert/", "-insert", draft_row.insert),
    ("move/", "-move", draft_row.move),
    ("remove/", "-remove", draft_row.remove),
    ("heading/", "-heading", draft_heading.heading),
    ("paste/", "-paste", draft_paste.paste),
    ("renumber/", "-renumber", draft_renumber.renumber),
)

urlpatterns: list[URLPattern] = [
    path("begin/", begin, name="begin"),
    *(path(f"<int:plan_id>/draft/{end}", draft_door(view), name=f"draft{name}") for end, name, view in _PAGES),
    *(
        path(f"amendments/<int:amendment_id>/draft/{end}", amendment_draft_door(view), name=f"amendment-draft{name}")
        for end, name, view in _PAGES
    ),
]
