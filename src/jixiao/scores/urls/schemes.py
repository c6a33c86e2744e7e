from django.urls import path

from jixiao.scores.views import stub

urlpatterns = [
    path("schemes/", stub.schemes, name="schemes"),
    path("schemes/<int:rules_id>/", stub.scheme, name="scheme"),
]
