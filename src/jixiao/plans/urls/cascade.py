"""Child plans, contracts, filings."""

from django.urls import path

from jixiao.plans.views.cascade import (
    cascade,
    cascade_compare,
    cascade_credit,
    cascade_even,
    cascade_generate,
    cascade_weights,
)
from jixiao.plans.views.contracts import contract, contract_new, enterprise_new
from jixiao.plans.views.filings import filing_new, filing_receipt, filing_receive, filings

urlpatterns = [
    path("<int:plan_id>/cascade/", cascade, name="cascade"),
    path("<int:plan_id>/cascade/credit/", cascade_credit, name="cascade-credit"),
    path("<int:plan_id>/cascade/weights/<slug:uid>/", cascade_weights, name="cascade-weights"),
    path("<int:plan_id>/cascade/even/", cascade_even, name="cascade-even"),
    path("<int:plan_id>/cascade/generate/", cascade_generate, name="cascade-generate"),
    path("<int:plan_id>/cascade/compare/", cascade_compare, name="cascade-compare"),
    path("<int:plan_id>/cascade/enterprise/", enterprise_new, name="enterprise-new"),
    path("<int:plan_id>/cascade/contracts/", contract_new, name="contract-new"),
    path("<int:plan_id>/contract/", contract, name="contract"),
    path("<int:plan_id>/filing/", filing_new, name="filing-new"),
    path("filings/", filings, name="filings"),
    path("filings/<int:filing_id>/receive/", filing_receive, name="filing-receive"),
    path("filings/<int:filing_id>/receipt/", filing_receipt, name="filing-receipt"),
]
