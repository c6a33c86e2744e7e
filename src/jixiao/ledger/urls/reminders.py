from django.urls import path

from jixiao.ledger.views import reminders, reminders_feed

urlpatterns = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/channels/", reminders.channels, name="reminder-channels"),
    path("reminders/feed/", reminders.feed_address, name="reminder-feed"),
    path("reminders/robots/", reminders.robots, name="reminder-robots"),
    path("feed/<str:token>.ics", reminders_feed.ics, name="reminder-ics"),
]
