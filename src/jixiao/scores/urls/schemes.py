from django.urls import path

from jixiao.scores.views import schemes, schemes_acts, schemes_edit

urlpatterns = [
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes_acts.new, name="scheme-new"),
    path("schemes/<int:rules_id>/", schemes.scheme, name="scheme"),
    path("schemes/<int:rules_id>/edit/<slug:section>/", schemes_edit.section, name="scheme-edit"),
    path("schemes/<int:rules_id>/rule/", schemes_edit.rule, name="scheme-rule"),
    path("schemes/<int:rules_id>/text/", schemes_edit.text, name="scheme-text"),
    path("schemes/<int:rules_id>/file/", schemes.file, name="scheme-file"),
    path("schemes/<int:rules_id>/compare/", schemes.compare, name="scheme-compare"),
    path("schemes/<int:rules_id>/adopt/", schemes_acts.adopt, name="scheme-adopt"),
    path("schemes/<int:rules_id>/set-aside/", schemes_acts.set_aside, name="scheme-set-aside"),
]
