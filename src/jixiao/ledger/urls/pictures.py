from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("plans/<int:plan_id>/heat/", stub.ledger, name="ledger-heat"),
    path("plans/<int:plan_id>/timeline/", stub.ledger, name="ledger-timeline"),
    path("plans/<int:plan_id>/load/", stub.ledger, name="ledger-load"),
    path("heat/", stub.own, name="city-heat"),
]
