from django.urls import path

from jixiao.scores.views import compositions

urlpatterns = [
    path("compositions/", compositions.compositions, name="compositions"),
    path("schemes/<int:rules_id>/compute/", compositions.composition_compute, name="composition-compute"),
    path("compositions/<int:composition_id>/", compositions.composition, name="composition"),
    path("compositions/<int:composition_id>/freeze/", compositions.composition_freeze, name="composition-freeze"),
    path("compositions/<int:composition_id>/bundle/", compositions.composition_bundle, name="composition-bundle"),
]
