from django.urls import path

from jixiao.ledger.views import evidence, evidence_page, evidence_uses

urlpatterns = [
    path("evidence/", evidence.evidence_list, name="evidence-list"),
    path("evidence/add/", evidence.evidence_add, name="evidence-add"),
    path("evidence/<int:evidence_id>/", evidence_page.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/file/", evidence_page.evidence_file, name="evidence-file"),
    path("evidence/<int:evidence_id>/use/", evidence_page.evidence_use, name="evidence-use"),
    path("evidence/uses/<int:use_id>/take-back/", evidence_uses.take_back, name="evidence-take-back"),
]
