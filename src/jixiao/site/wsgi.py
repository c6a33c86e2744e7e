"""The application for granian, gunicorn or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from jixiao.site.home import home, prepare
from jixiao.site.start import quieten_collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
prepare(home())
application = get_wsgi_application()
reverse("desk")  # loads every address and its page now: otherwise the first visitor waits a second or more for it
quieten_collector()
