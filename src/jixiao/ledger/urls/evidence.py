from django.urls import path

from jixiao.ledger.views import evidence_uses, stub

urlpatterns = [
    path("evidence/", stub.own, name="evidence-list"),
    path("evidence/<int:evidence_id>/", stub.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/file/", stub.evidence, name="evidence-file"),
    path("evidence/uses/<int:use_id>/take-back/", evidence_uses.take_back, name="evidence-take-back"),
]
