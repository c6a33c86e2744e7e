"""Plans, and how documents become plans."""

from django.urls import path

from jixiao.plans.views.correct import correct
from jixiao.plans.views.decide import confirm, discard
from jixiao.plans.views.imports import import_list
from jixiao.plans.views.item import item
from jixiao.plans.views.plan import plan
from jixiao.plans.views.plan_list import plan_list
from jixiao.plans.views.review import review

urlpatterns = [
    path("", plan_list, name="plan-list"),
    path("import/", import_list, name="import-list"),
    path("import/<int:document_id>/", review, name="review"),
    path("import/<int:document_id>/rows/<int:position>/<slug:field>/", correct, name="correct"),
    path("import/<int:document_id>/confirm/", confirm, name="confirm"),
    path("import/<int:document_id>/discard/", discard, name="discard"),
    path("<int:plan_id>/", plan, name="plan"),
    path("<int:plan_id>/items/<int:item_id>/", item, name="item"),
]
