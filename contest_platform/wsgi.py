"""The WSGI entry point that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest_platform.settings")

application = get_wsgi_application()

# A board of thousands is made of objects that die without the collector's help, while it would
# walk through all of them again and again (measured: half of the board's time).
gc.freeze()
gc.set_threshold(200_000, 20, 50)
