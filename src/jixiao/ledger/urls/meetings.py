from django.urls import path

from jixiao.ledger.views import meetings, meetings_acts

_POINT = "meetings/<int:meeting_id>/points/<int:point_id>/"

urlpatterns = [
    path("plans/<int:plan_id>/meetings/", meetings.meetings, name="meetings"),
    path("plans/<int:plan_id>/meetings/new/", meetings.meeting_new, name="meeting-new"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/print/", meetings.meeting_print, name="meeting-print"),
    path("meetings/<int:meeting_id>/describe/", meetings_acts.meeting_describe, name="meeting-describe"),
    path("meetings/<int:meeting_id>/add/", meetings_acts.meeting_add, name="meeting-add"),
    path("meetings/<int:meeting_id>/minutes/", meetings_acts.meeting_minutes, name="meeting-minutes"),
    path("meetings/<int:meeting_id>/discard/", meetings_acts.meeting_discard, name="meeting-discard"),
    path(_POINT, meetings.meeting_point, name="meeting-point"),
    path(f"{_POINT}order/", meetings_acts.meeting_order, name="meeting-order"),
    path(f"{_POINT}outcome/", meetings_acts.point_outcome, name="point-outcome"),
    path(f"{_POINT}decide/", meetings_acts.point_decide, name="point-decide"),
]
