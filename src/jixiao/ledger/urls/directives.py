from django.urls import path

from jixiao.ledger.views import stub

urlpatterns = [
    path("plans/<int:plan_id>/directives/", stub.ledger, name="directives"),
    path("directives/<int:directive_id>/", stub.directive, name="directive"),
    path("addressees/<int:addressee_id>/", stub.addressee, name="addressee"),
    path("cells/<int:cell_id>/directive/", stub.cell, name="directive-new"),
]
