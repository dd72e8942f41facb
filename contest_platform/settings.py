"""Settings; what an installation may change comes from the environment (docs/operations.md).

Holds no domain rules. Secrets never stand here.
"""

import os
from datetime import timedelta
from urllib.parse import urlsplit

from contest_platform.environment import (
    BASE_DIR,
    VAR_DIR,
    database,
    flag,
    megabytes,
    secret_key,
    words,
)

DEBUG = flag("DEBUG")
SECRET_KEY = secret_key()
KEY_SECRETS = words("KEY_SECRETS", [SECRET_KEY])  # the first seals private keys, all open them
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"
PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "0"))  # our own proxies before the server

ALLOWED_HOSTS = words(
    "ALLOWED_HOSTS", [_public.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", [PUBLIC_URL])

# --- Apps -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "contest_platform",
    "common",
    "jobs",
    "accounts",
    "contests",
    "submissions",
    "judging",
    "autoscoring",
    "leaderboards",
    "certificates",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.usersessions",
    "allauth.mfa",
    "axes",
    "csp",
    "tree_queries",
]

# The policies come before WhiteNoise, so that files carry them too.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "common.middleware.PrivateAnswers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "common.middleware.StorableAddresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.audit.acting.Acting",
    "accounts.audit.refusals.Refusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.lockouts.DeviceCookie",
    "accounts.middleware.SessionEnds",
    "axes.middleware.AxesMiddleware",
    "common.middleware.SignInBodies",
]

ROOT_URLCONF = "contest_platform.urls"
WSGI_APPLICATION = "contest_platform.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if _redis := os.environ.get("REDIS_URL"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _redis}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Uploads are private: they leave only through views that check permissions.
MEDIA_ROOT = VAR_DIR / "media"
# Beside the uploads, not in the system's temporary folder: on the disk whose room is looked after.
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Files of works, drafts and versions alike; a contest's upload rule may say otherwise for itself.
QUOTA_PERSON_BYTES = megabytes("QUOTA_PERSON_MB", 2_000)
QUOTA_ENTRY_BYTES = megabytes("QUOTA_ENTRY_MB", 1_000)
QUOTA_CONTEST_BYTES = megabytes("QUOTA_CONTEST_MB", 50_000)
DISK_RESERVE_BYTES = megabytes("DISK_RESERVE_MB", 1_000)  # below, no uploads: scores need room
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a body that is no file

# --- Slow clients (contest_platform/serving) --------------------------------------------

HEADER_SECONDS = float(os.environ.get("HEADER_SECONDS", "30"))  # for a head; idle, too
BODY_SECONDS = float(os.environ.get("BODY_SECONDS", "20"))  # for a body, longer as it comes in
UNREAD_SECONDS = float(os.environ.get("UNREAD_SECONDS", "60"))  # nothing of an answer is read

# --- Language and time ----------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DISPLAY_TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- People ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
    # Rights that follow from facts: who takes part, who is assigned, what is published.
    "submissions.permissions.EntryFacts",
    "judging.permissions.ScoresheetFacts",
    "leaderboards.permissions.PublicationFacts",
]
PASSWORD_HASHERS = [
    "common.passwords.Argon2PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.VietnamesePatterns"},
    {"NAME": "accounts.passwords.Noted"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

# Anonymous visitors hold no grants.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# A whole school shares one address, and anybody may guess at a head judge's name: what is locked
# out is a name on one browser. The "user name" below is that pair (accounts.lockouts).
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # wants the address; the pair above holds it where it must
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # ten minutes are ten minutes
AXES_USERNAME_CALLABLE = "accounts.lockouts.lockout_name"
AXES_DISABLE_ACCESS_LOG = True  # sessions are listed elsewhere; nothing more about minors is kept
AXES_LOCKOUT_CALLABLE = "common.problems.locked_out"
AXES_CLIENT_IP_CALLABLE = "common.addresses.client_address"

ACCOUNT_ADAPTER = "accounts.sign_in.AccountAdapter"
MFA_ADAPTER = "accounts.sign_in.FactorAdapter"
USERSESSIONS_ADAPTER = "accounts.sign_in.SessionsAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
# The library counts per address, which a whole school shares; axes counts name and browser. Here
# stands the wide limit on a name at one address (accounts.lockouts).
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "100/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
# Pages of the interface (frontend/src/app/paths.ts). A key stands behind the #: in no log.
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/verify-email#key={{key}}",
    "account_reset_password": f"{PUBLIC_URL}/reset-password",
    "account_reset_password_from_key": f"{PUBLIC_URL}/reset-password#key={{key}}",
    "account_signup": f"{PUBLIC_URL}/sign-in",
}
USERSESSIONS_TRACK_ACTIVITY = False  # it would write to the database at every request
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody opens an account with somebody else's address (none is needed), and an administrator on an
# empty installation may have no mail server yet.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Sân Thi"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
# For approving results and issuing certificates; off where only the demo's contests are.
DEMO_MARK = VAR_DIR / "demo"
SECOND_FACTOR_REQUIRED = flag("SECOND_FACTOR_REQUIRED", default=not (DEBUG or DEMO_MARK.exists()))
# Of two people whose accounts one made for the other, both must be their person's own.
OWN_ACCOUNTS_REQUIRED = flag("OWN_ACCOUNTS_REQUIRED", default=not (DEBUG or DEMO_MARK.exists()))
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https

# --- Safety ---------------------------------------------------------------------------

SESSION_COOKIE_AGE = 30 * 24 * 3600  # seconds; accounts.sessions ends one earlier
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "common.problems.csrf_failure"
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_self = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": _self,
        "style-src": _self,
        "img-src": [*_self, "blob:", "data:"],  # previews of a picture before it is sent
        "media-src": [*_self, "blob:"],
        "font-src": _self,
        "connect-src": _self,
        "manifest-src": _self,
        "worker-src": _self,
        "form-action": _self,
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")  # an address or URL, for security.txt

# --- Files of the shell ---------------------------------------------------------------

FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if FRONTEND_DIST.is_dir():
    WHITENOISE_ROOT = FRONTEND_DIST
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Vite and Django's manifest write a hash of the content into these names.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/|^/static/.+\.[0-9a-f]{12}\.\w+$"
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600  # seconds


def WHITENOISE_ADD_HEADERS_FUNCTION(headers, path, url):  # noqa: N802
    """The files whose names stay while a release replaces them are always revalidated."""
    if not url.startswith(("/assets/", "/static/")):
        headers["Cache-Control"] = "no-cache"


# --- API ------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "common.authentication.SessionAuthentication",
        "accounts.authentication.ApiTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["common.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.negotiation.Negotiation",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "common.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # Per minute and address, which a whole school shares.
    "DEFAULT_THROTTLE_RATES": {
        "sign-in": "300/min",
        "sign-up": "120/min",
        "code": "60/min",
        "verify": "120/min",
    },
    "EXCEPTION_HANDLER": "common.problems.exception_handler",
    "NUM_PROXIES": PROXY_COUNT,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Contest platform",
    "DESCRIPTION": "Entries, judging, standings and certificates of student tech contests.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.openapi.answers_are_complete",
        "common.openapi.bodies_are_closed",
    ],
    # Several models have a `state`, a `kind` or a `role` of their own.
    "ENUM_NAME_OVERRIDES": {
        "ContestKind": "contests.models.Contest.Kind",
        "ContestState": "contests.models.Contest.State",
        "OrganizationKind": "contests.models.Organization.Kind",
        "EntryState": "submissions.models.Entry.State",
        "AttachmentState": "submissions.models.Attachment.State",
        "JudgeRole": "judging.models.Judge.Role",
        "ContestGrant": "contests.permissions.GRANTS",
        "OrganizationGrantName": "contests.permissions.ORGANIZATION_GRANTS",
        "ConflictKind": "judging.models.ConflictOfInterest.Kind",
        "AttemptState": "judging.models.Attempt.State",
        "SheetState": "judging.models.Scoresheet.State",
        "SheetKind": "judging.models.Scoresheet.Kind",
        "SkipKind": "judging.models.SkippedTurn.Kind",
        "DiscrepancyState": "judging.models.Discrepancy.State",
        "PaperState": "judging.models.PaperSheet.State",
        "DiscrepancyAction": "judging.models.Discrepancy.Action",
        "OverrideState": "judging.models.ScoreOverride.State",
        "DecisionKind": "leaderboards.models.Decision.Kind",
        "PublicationState": "leaderboards.models.Publication.State",
        "CeremonyState": "leaderboards.models.Ceremony.State",
        "AppealState": "leaderboards.models.Appeal.State",
        "EntrantRole": [("participant", "participant"), ("mentor", "mentor")],
        "Visibility": [("live", "live"), ("published", "published")],
        "StandingState": [
            (state, state) for state in ("ranked", "unranked", "disqualified", "withdrawn")
        ],
        "CertificateState": "certificates.models.Certificate.State",
        "CertificateKind": [(kind, kind) for kind in ("prize", "merit", "participation")],
        "DeliveryState": "certificates.models.Delivery.State",
    },
}

# --- Jobs -----------------------------------------------------------------------------

JOBS_LEASE_SECONDS = int(os.environ.get("JOBS_LEASE_SECONDS", "30"))
JOBS_POLL_SECONDS = float(os.environ.get("JOBS_POLL_SECONDS", "1"))

# --- Mail and logs --------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_TLS", default=True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds
ADMINS = [("", address) for address in words("ADMINS", [])]  # told of a full disk
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", f"no-reply@{_public.hostname}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # A wrong address is the visitor's affair; the access log has it.
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
