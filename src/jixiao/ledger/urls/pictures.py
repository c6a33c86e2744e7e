from django.urls import path

from jixiao.ledger.views import pictures, stub

urlpatterns = [
    path("plans/<int:plan_id>/heat/", pictures.heat, name="ledger-heat"),
    path("plans/<int:plan_id>/timeline/", stub.ledger, name="ledger-timeline"),
    path("plans/<int:plan_id>/load/", stub.ledger, name="ledger-load"),
    path("heat/", pictures.city, name="city-heat"),
]
