"""Settings of the tests: those of the product, faster and in a temporary folder."""

import atexit
import shutil
import tempfile
from pathlib import Path

from contest_platform.settings import *
from contest_platform.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

_folder = Path(tempfile.mkdtemp(prefix="contest-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

MEDIA_ROOT = _folder / "media"
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Every client of a test loads the middleware anew: WhiteNoise would list all files each time.
WHITENOISE_AUTOREFRESH = True
DEMO_MARK = _folder / "demo"
SECOND_FACTOR_REQUIRED = False  # tests of it turn it on
OWN_ACCOUNTS_REQUIRED = False  # likewise
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "common.sqlite":
    # A file, not memory: threads and child processes must see the same data.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

# A request that runs the same query for each of several rows fails its test.
INSTALLED_APPS = ["tests", *INSTALLED_APPS, "zeal"]  # "tests" has a flush of its own
MIDDLEWARE = [*MIDDLEWARE, "zeal.middleware.zeal_middleware"]
ZEAL_RAISE = True
# Signing in renews the session, and allauth looks at it and at addresses again and again; guardian
# looks a permission up for each grant, and a contest's creator gets three.
ZEAL_ALLOWLIST = [
    {"model": "sessions.Session"},
    {"model": "account.EmailAddress"},
    {"model": "auth.Permission"},
    {"model": "contests.ContestUserGrant"},
]
