from django.urls import path

from jixiao.scores.views import stub

urlpatterns = [path("given/", stub.given, name="given-scores")]
