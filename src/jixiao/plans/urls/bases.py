"""Basis documents, coverage, common indicators."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
