from django.urls import path

from jixiao.plans.views.plan_list import plan_list

urlpatterns = [
    path("", plan_list, name="plan-list"),
    path("import/", plan_list, name="import-list"),
]
