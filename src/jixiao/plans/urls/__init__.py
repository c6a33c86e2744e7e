"""Addresses, a noun a file."""

from jixiao.plans.urls import bases, cascade, drafting, imports, stages, versions

urlpatterns = [
    *imports.urlpatterns,
    *drafting.urlpatterns,
    *stages.urlpatterns,
    *versions.urlpatterns,
    *bases.urlpatterns,
    *cascade.urlpatterns,
]
