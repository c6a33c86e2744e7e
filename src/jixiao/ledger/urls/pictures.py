from django.urls import path

from jixiao.ledger.views import pictures, pictures_load, pictures_timeline

urlpatterns = [
    path("plans/<int:plan_id>/heat/", pictures.heat, name="ledger-heat"),
    path("plans/<int:plan_id>/timeline/", pictures_timeline.timeline, name="ledger-timeline"),
    path("plans/<int:plan_id>/load/", pictures_load.load, name="ledger-load"),
    path("heat/", pictures.city, name="city-heat"),
]
