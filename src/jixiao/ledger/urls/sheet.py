from django.urls import path

from jixiao.ledger.views import sheet

urlpatterns = [
    path("plans/<int:plan_id>/sheet/", sheet.sheet, name="ledger-sheet"),
    path("plans/<int:plan_id>/sheet.xlsx", sheet.sheet_out, name="ledger-sheet-out"),
]
