from django.urls import path

from jixiao.desk.views.desk import desk

urlpatterns = [path("", desk, name="desk")]
