"""What anybody may read without log-in."""

from django.urls import path

from jixiao.plans.views import public

urlpatterns = [
    path("", public.public_list, name="public-list"),
    path("<int:publication_id>/", public.public_plan, name="public-plan"),
    path("<int:publication_id>/duties/", public.public_duties, name="public-duties"),
    path("<int:publication_id>/plan.json", public.public_json, name="public-json"),
]
