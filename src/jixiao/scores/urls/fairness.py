from django.urls import path

from jixiao.scores.views import stub

urlpatterns = [path("fairness/", stub.fairness, name="fairness")]
