"""Addresses, a noun a file."""

from jixiao.evaluations.urls import bonus, inspections, rounds

urlpatterns = [*rounds.urlpatterns, *inspections.urlpatterns, *bonus.urlpatterns]
