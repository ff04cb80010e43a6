"""WSGI entry point: ``newsroom.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# After the application: it needs the settings and the apps.
from newsroom.reader.warming import warm_up  # noqa: E402

warm_up()
