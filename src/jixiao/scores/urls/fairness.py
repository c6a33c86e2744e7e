from django.urls import path

from jixiao.scores.views import fairness

urlpatterns = [path("fairness/", fairness.fairness, name="fairness")]
