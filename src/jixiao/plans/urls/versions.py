"""Versions, amendments, dynamic goals, publication."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
