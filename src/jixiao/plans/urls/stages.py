"""The procedure of a plan and its peer review."""

from django.urls import path, re_path

from jixiao.plans.views import reviewing
from jixiao.plans.views.act import act
from jixiao.plans.views.calendar import calendar
from jixiao.plans.views.papers import paper
from jixiao.plans.views.reviews import answer, assign, reviewer, reviews
from jixiao.plans.views.stages import stages

urlpatterns = [
    re_path(r"^papers/(?P<sha256>[0-9a-f]{64})/$", paper, name="paper"),
    path("reviews/", reviewing.review_list, name="review-list"),
    path("<int:plan_id>/stages/", stages, name="stages"),
    path("<int:plan_id>/stages/<slug:act>/", act, name="act"),
    path("<int:plan_id>/calendar/", calendar, name="calendar"),
    path("<int:plan_id>/reviews/", reviews, name="reviews"),
    path("<int:plan_id>/reviews/assign/", assign, name="review-assign"),
    path("<int:plan_id>/reviews/reviewers/<int:assignment_id>/", reviewer, name="reviewer"),
    path("<int:plan_id>/reviews/comments/<int:comment_id>/", answer, name="review-answer"),
    path("<int:plan_id>/review/", reviewing.review_plan, name="review-plan"),
    path("<int:plan_id>/review/comment/", reviewing.comment, name="review-comment"),
    path("<int:plan_id>/review/comments/", reviewing.review_remarks, name="review-remarks"),
    path("<int:plan_id>/review/comments/<int:comment_id>/", reviewing.reopen, name="review-reopen"),
    path("<int:plan_id>/review/done/", reviewing.done, name="review-done"),
]
