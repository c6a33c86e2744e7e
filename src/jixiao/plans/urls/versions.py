"""Versions, amendments, dynamic goals, publication."""

from django.urls import path

from jixiao.plans.views import amendment_acts, dynamic, publication, publication_acts, versions
from jixiao.plans.views.amendment import amendment

urlpatterns = [
    path("<int:plan_id>/versions/", versions.versions, name="versions"),
    path("<int:plan_id>/versions/<int:number>/plan.json", versions.version_json, name="version-json"),
    path("<int:plan_id>/versions/<int:old>/<int:new>/", versions.compare, name="compare"),
    path("<int:plan_id>/amendments/new/", amendment_acts.amendment_new, name="amendment-new"),
    path("<int:plan_id>/dynamic/", dynamic.dynamic_new, name="dynamic-new"),
    path("<int:plan_id>/dynamic/points/", dynamic.dynamic_points, name="dynamic-points"),
    path("amendments/<int:amendment_id>/", amendment, name="amendment"),
    path("amendments/<int:amendment_id>/describe/", amendment_acts.amendment_describe, name="amendment-describe"),
    path("amendments/<int:amendment_id>/approve/", amendment_acts.amendment_approve, name="amendment-approve"),
    path("amendments/<int:amendment_id>/record/", amendment_acts.amendment_record, name="amendment-record"),
    path("amendments/<int:amendment_id>/withdraw/", amendment_acts.amendment_withdraw, name="amendment-withdraw"),
    path("amendments/<int:amendment_id>/rebase/", amendment_acts.amendment_rebase, name="amendment-rebase"),
    path("amendments/<int:amendment_id>/overlap/", dynamic.overlap_explain, name="overlap-explain"),
    path("amendments/<int:amendment_id>/overlap/confirm/", dynamic.overlap_confirm, name="overlap-confirm"),
    path("<int:plan_id>/publication/", publication.publication, name="publication"),
    path("<int:plan_id>/publication/prepare/", publication_acts.prepare, name="publication-prepare"),
    path("<int:plan_id>/publication/withhold/", publication_acts.withhold, name="publication-withhold"),
    path("<int:plan_id>/publication/release/", publication_acts.release, name="publication-release"),
    path("<int:plan_id>/publication/review/", publication_acts.review, name="publication-review"),
    path("<int:plan_id>/publication/publish/", publication_acts.publish, name="publication-publish"),
    path("<int:plan_id>/publication/post/", publication_acts.post, name="publication-post"),
    path("<int:plan_id>/publication/take-down/", publication_acts.take_down, name="publication-take-down"),
]
