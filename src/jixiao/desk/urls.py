from django.urls import path

from jixiao.desk.views.desk import desk
from jixiao.desk.views.journal import journal

urlpatterns = [
    path("", desk, name="desk"),
    path("journal/", journal, name="journal"),
]
