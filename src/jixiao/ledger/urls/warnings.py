from django.urls import path

from jixiao.ledger.views import warnings, warnings_acts

urlpatterns = [
    path("plans/<int:plan_id>/warnings/", warnings.lines, name="warning-lines"),
    path("plans/<int:plan_id>/warnings/new/", warnings_acts.line_new, name="warning-line-new"),
    path("plans/<int:plan_id>/warnings/readings/", warnings_acts.readings, name="warning-readings"),
    path("warnings/<int:line_id>/", warnings.line, name="warning-line"),
    path("warnings/<int:line_id>/change/", warnings_acts.line_change, name="warning-line-change"),
    path("warnings/<int:line_id>/copy/", warnings_acts.line_copy, name="warning-line-copy"),
    path("warnings/<int:line_id>/retire/", warnings_acts.line_retire, name="warning-line-retire"),
    path("warnings/<int:line_id>/reading/", warnings_acts.reading, name="warning-reading"),
]
