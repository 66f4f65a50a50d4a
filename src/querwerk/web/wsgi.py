"""The WSGI application: pages are synchronous from end to end (ADR 0009)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querwerk.web.settings")
application = get_wsgi_application()
