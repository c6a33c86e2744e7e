from django.urls import path

from jixiao.scores.views import forecast, results, what_if

urlpatterns = [
    path("", results.home, name="scores-home"),
    path("results/<int:result_id>/", results.result, name="result"),
    path("results/<int:result_id>/what-if/", what_if.what_if, name="what-if"),
    path("forecast/", forecast.forecast, name="score-forecast"),
]
