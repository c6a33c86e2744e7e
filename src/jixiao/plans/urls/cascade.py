"""Child plans, contracts, filings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
