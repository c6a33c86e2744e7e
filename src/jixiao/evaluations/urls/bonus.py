from django.urls import path

from jixiao.evaluations.views import stub

urlpatterns = [
    path("bonus/", stub.bonus_list, name="bonus-list"),
    path("bonus/<int:claim_id>/", stub.bonus, name="bonus"),
]
