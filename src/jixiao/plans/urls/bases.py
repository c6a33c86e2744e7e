"""Basis documents, coverage, common indicators."""

from django.urls import path

from jixiao.plans.views.bases import basis, basis_edit, basis_items, basis_list, basis_new
from jixiao.plans.views.coverage import coverage

urlpatterns = [
    path("bases/", basis_list, name="bases"),
    path("bases/new/", basis_new, name="basis-new"),
    path("bases/<int:basis_id>/", basis, name="basis"),
    path("bases/<int:basis_id>/edit/", basis_edit, name="basis-edit"),
    path("bases/<int:basis_id>/items/", basis_items, name="basis-items"),
    path("<int:plan_id>/coverage/", coverage, name="coverage"),
]
