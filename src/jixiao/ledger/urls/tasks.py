from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("plans/<int:plan_id>/tasks/", stub.ledger, name="tasks"),
    path("plans/<int:plan_id>/items/<int:item_id>/lists/", stub.ledger, name="item-lists"),
    path("tasks/<int:task_id>/", stub.task, name="task"),
    path("registers/<int:register_id>/", stub.register, name="register"),
]
