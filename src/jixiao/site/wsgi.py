"""The application for granian, gunicorn or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from jixiao.site.home import home, prepare
from jixiao.site.start import quieten_collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
prepare(home())
application = get_wsgi_application()
quieten_collector()
