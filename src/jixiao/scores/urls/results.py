from django.urls import path

from jixiao.scores.views import stub

urlpatterns = [
    path("", stub.home, name="scores-home"),
    path("results/<int:result_id>/", stub.result, name="result"),
]
