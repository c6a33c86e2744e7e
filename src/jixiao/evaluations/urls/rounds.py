from django.urls import path

from jixiao.evaluations.views import stub

urlpatterns = [
    path("", stub.home, name="evaluations-home"),
    path("rounds/<int:round_id>/", stub.round_, name="round"),
    path("rounds/<int:round_id>/review/", stub.correct, name="round-review"),
    path("sheets/<int:sheet_id>/self/", stub.self_sheet, name="self-sheet"),
    path("sheets/<int:sheet_id>/rating/", stub.rating_sheet, name="rating-sheet"),
    path("sheets/<int:sheet_id>/assess/", stub.assess_sheet, name="assess-sheet"),
]
