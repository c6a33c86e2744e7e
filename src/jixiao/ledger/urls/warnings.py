from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("plans/<int:plan_id>/warnings/", stub.ledger, name="warning-lines"),
    path("warnings/<int:line_id>/", stub.line, name="warning-line"),
]
