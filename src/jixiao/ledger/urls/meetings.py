from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("plans/<int:plan_id>/meetings/", stub.ledger, name="meetings"),
    path("meetings/<int:meeting_id>/", stub.meeting, name="meeting"),
]
