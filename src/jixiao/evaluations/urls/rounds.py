from django.urls import path

from jixiao.evaluations.views import assess, correct, rating, round_sheets, rounds, rounds_acts, self_sheet

urlpatterns = [
    path("", rounds.home, name="evaluations-home"),
    path("rounds/new/", rounds_acts.round_new, name="round-new"),
    path("rounds/<int:round_id>/", rounds.round_, name="round"),
    path("rounds/<int:round_id>/assign/", rounds_acts.round_assign, name="round-assign"),
    path("rounds/<int:round_id>/members/", rounds_acts.round_members, name="round-members"),
    path("rounds/<int:round_id>/close/", rounds_acts.round_close, name="round-close"),
    path("rounds/<int:round_id>/review/", correct.round_review, name="round-review"),
    path("sheets/<int:sheet_id>/", round_sheets.sheet_read, name="sheet-read"),
    path("sheets/<int:sheet_id>/decide/", round_sheets.sheet_decide, name="sheet-decide"),
    path("sheets/<int:sheet_id>/self/", self_sheet.self_sheet, name="self-sheet"),
    path("sheets/<int:sheet_id>/rating/", rating.rating_sheet, name="rating-sheet"),
    path("sheets/<int:sheet_id>/assess/", assess.assess_sheet, name="assess-sheet"),
]
