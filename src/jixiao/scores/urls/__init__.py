"""Addresses, a noun a file."""

from jixiao.scores.urls import compositions, fairness, given, results, schemes

urlpatterns = [
    *results.urlpatterns,
    *compositions.urlpatterns,
    *schemes.urlpatterns,
    *given.urlpatterns,
    *fairness.urlpatterns,
]
