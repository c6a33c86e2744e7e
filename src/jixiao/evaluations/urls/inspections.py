from django.urls import path

from jixiao.evaluations.views import finding_decide, finding_new, findings, inspections

urlpatterns = [
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.inspection_new, name="inspection-new"),
    path("inspections/<int:inspection_id>/", inspections.inspection, name="inspection"),
    path("inspections/<int:inspection_id>/close/", inspections.inspection_close, name="inspection-close"),
    path(
        "inspections/<int:inspection_id>/objects/<int:object_id>/",
        inspections.inspection_object,
        name="inspection-object",
    ),
    path("inspections/<int:inspection_id>/objects/<int:object_id>/new/", finding_new.finding_new, name="finding-new"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<int:finding_id>/", findings.finding, name="finding"),
    path("findings/<int:finding_id>/answer/", findings.finding_answer, name="finding-answer"),
    path("findings/<int:finding_id>/rectified/", findings.finding_mend, name="finding-mend"),
    path("findings/<int:finding_id>/proofs/<int:number>/", findings.finding_proof, name="finding-proof"),
    path("findings/<int:finding_id>/organiser/", finding_decide.finding_organised, name="finding-organised"),
    path("findings/<int:finding_id>/decide/", finding_decide.finding_decide, name="finding-decide"),
    path("findings/<int:finding_id>/judge/", finding_decide.finding_judge, name="finding-judge"),
]
