from django.urls import path

from jixiao.ledger.views import analyses, analyses_acts

_ONE = "plans/<int:plan_id>/analyses/<int:number>/"

urlpatterns = [
    path("plans/<int:plan_id>/analyses/", analyses.analyses, name="analyses"),
    path(_ONE, analyses.analysis, name="analysis"),
    path(f"{_ONE}compare/", analyses.analysis_compare, name="analysis-compare"),
    path(f"{_ONE}print/", analyses.analysis_print, name="analysis-print"),
    path(f"{_ONE}draft/", analyses_acts.analysis_draft, name="analysis-draft"),
    path(f"{_ONE}save/", analyses_acts.analysis_save, name="analysis-save"),
    path(f"{_ONE}accept/", analyses_acts.analysis_accept, name="analysis-accept"),
]
