"""Addresses, a noun a file."""

from jixiao.ledger.urls import (
    analyses,
    cells,
    directives,
    evidence,
    meetings,
    pictures,
    reminders,
    sheet,
    tasks,
    warnings,
)

urlpatterns = [
    *cells.urlpatterns,
    *sheet.urlpatterns,
    *pictures.urlpatterns,
    *evidence.urlpatterns,
    *tasks.urlpatterns,
    *directives.urlpatterns,
    *meetings.urlpatterns,
    *analyses.urlpatterns,
    *warnings.urlpatterns,
    *reminders.urlpatterns,
]
