from django.urls import path

from jixiao.evaluations.views import stub

urlpatterns = [
    path("inspections/", stub.inspections, name="inspections"),
    path("inspections/<int:inspection_id>/", stub.inspection, name="inspection"),
    path("findings/", stub.findings_mine, name="findings"),
    path("findings/<int:finding_id>/", stub.finding, name="finding"),
    path("findings/<int:finding_id>/organiser/", stub.finding_organised, name="finding-organised"),
]
