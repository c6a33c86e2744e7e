from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("", stub.own, name="ledger-home"),
    path("mine/", stub.own, name="ledger-mine"),
    path("plans/<int:plan_id>/", stub.ledger, name="ledger"),
    path("plans/<int:plan_id>/settings/", stub.ledger, name="ledger-settings"),
    path("plans/<int:plan_id>/items/<int:item_id>/", stub.ledger, name="ledger-item"),
    path("cells/<int:cell_id>/", stub.cell, name="cell"),
]
