from django.urls import path

from jixiao.ledger.views import accepting, cell, deciding, home, item, ledger, mine, reporting, settings

urlpatterns = [
    path("", home.home, name="ledger-home"),
    path("mine/", mine.mine, name="ledger-mine"),
    path("plans/<int:plan_id>/", ledger.ledger, name="ledger"),
    path("plans/<int:plan_id>/open/", home.opening, name="ledger-open"),
    path("plans/<int:plan_id>/accepting/", accepting.accepting, name="accepting"),
    path("plans/<int:plan_id>/settings/", settings.settings, name="ledger-settings"),
    path("plans/<int:plan_id>/items/<int:item_id>/", item.item, name="ledger-item"),
    path("cells/<int:cell_id>/", cell.cell, name="cell"),
    path("cells/<int:cell_id>/draft/", reporting.cell_draft, name="cell-draft"),
    path("cells/<int:cell_id>/submit/", reporting.cell_submit, name="cell-submit"),
    path("cells/<int:cell_id>/reopen/", deciding.cell_reopen, name="cell-reopen"),
    path("reports/<int:report_id>/accept/", deciding.report_accept, name="report-accept"),
    path("reports/<int:report_id>/return/", deciding.report_return, name="report-return"),
]
