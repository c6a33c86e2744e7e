"""Basis documents, coverage, common indicators."""

from django.urls import path

from jixiao.plans.views.bases import basis, basis_edit, basis_items, basis_list, basis_new
from jixiao.plans.views.coverage import coverage
from jixiao.plans.views.library import (
    library,
    library_choose,
    library_edit,
    library_insert,
    library_new,
    library_remove,
)

urlpatterns = [
    path("bases/", basis_list, name="bases"),
    path("bases/new/", basis_new, name="basis-new"),
    path("bases/<int:basis_id>/", basis, name="basis"),
    path("bases/<int:basis_id>/edit/", basis_edit, name="basis-edit"),
    path("bases/<int:basis_id>/items/", basis_items, name="basis-items"),
    path("<int:plan_id>/coverage/", coverage, name="coverage"),
    path("library/", library, name="library"),
    path("library/new/", library_new, name="library-new"),
    path("library/<int:indicator_id>/", library_edit, name="library-edit"),
    path("library/<int:indicator_id>/remove/", library_remove, name="library-remove"),
    path("<int:plan_id>/library/", library_choose, name="library-choose"),
    path("<int:plan_id>/library/insert/", library_insert, name="library-insert"),
]
