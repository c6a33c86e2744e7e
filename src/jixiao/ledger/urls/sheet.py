from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("plans/<int:plan_id>/sheet/", stub.ledger, name="ledger-sheet"),
]
