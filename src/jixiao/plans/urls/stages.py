"""The procedure of a plan and its peer review."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
