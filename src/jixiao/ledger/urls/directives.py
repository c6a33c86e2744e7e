from django.urls import path

from jixiao.ledger.views import directives, directives_acts

urlpatterns = [
    path("plans/<int:plan_id>/directives/", directives.directives, name="directives"),
    path("plans/<int:plan_id>/directives/new/", directives_acts.directive_free, name="directive-free"),
    path("plans/<int:plan_id>/directives/issue/", directives_acts.directives_issue, name="directives-issue"),
    path("directives/<int:directive_id>/", directives.directive, name="directive"),
    path("cells/<int:cell_id>/directive/", directives_acts.directive_new, name="directive-new"),
    path("addressees/<int:addressee_id>/", directives.addressee, name="addressee"),
    path("addressees/<int:addressee_id>/receive/", directives_acts.addressee_receive, name="addressee-receive"),
    path("addressees/<int:addressee_id>/reply/", directives_acts.addressee_reply, name="addressee-reply"),
    path("addressees/<int:addressee_id>/decide/", directives_acts.addressee_decide, name="addressee-decide"),
]
