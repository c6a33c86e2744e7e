"""Beginning a plan and editing its draft."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
