from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("reminders/", stub.own, name="reminders"),
]
