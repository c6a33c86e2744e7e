from django.urls import path

from jixiao.evaluations.views import bonus, bonus_edit

urlpatterns = [
    path("bonus/", bonus.bonus_list, name="bonus-list"),
    path("bonus/new/", bonus_edit.bonus_new, name="bonus-new"),
    path("bonus/innovation/", bonus_edit.innovation_new, name="innovation-new"),
    path("bonus/<int:claim_id>/", bonus.bonus, name="bonus"),
    path("bonus/<int:claim_id>/edit/", bonus_edit.bonus_edit, name="bonus-edit"),
    path("bonus/<int:claim_id>/check/", bonus.bonus_check, name="bonus-check"),
]
