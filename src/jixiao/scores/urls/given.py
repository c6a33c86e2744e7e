from django.urls import path

from jixiao.scores.views import given, given_enter, given_events

urlpatterns = [
    path("given/", given.given, name="given-scores"),
    path("given/enter/", given_enter.enter, name="given-enter"),
    path("given/check/", given.check, name="given-check"),
    path("given/events/", given_events.add, name="grade-events"),
    path("given/events/withdraw/", given_events.withdraw, name="grade-event-withdraw"),
]
