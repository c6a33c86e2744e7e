from django.urls import path

from jixiao.scores.views import stub

urlpatterns = [
    path("compositions/", stub.compositions, name="compositions"),
    path("compositions/<int:composition_id>/", stub.composition, name="composition"),
]
