"""Settings: one file, filled from ``QUERWERK_*`` environment variables (docs/reference/settings.md)."""

from __future__ import annotations

from pathlib import Path

import django
from environs import Env

from .home import municipality, secret_key

env = Env()

HOME = Path(env.str("QUERWERK_HOME", "var")).resolve()
DEBUG = env.bool("QUERWERK_DEBUG", False)
SECRET_KEY = env.str("QUERWERK_SECRET_KEY", "") or secret_key(HOME)
ALLOWED_HOSTS = env.list("QUERWERK_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
MUNICIPALITY = env.str("QUERWERK_MUNICIPALITY", "") or municipality(HOME)
# Whose public holidays count when working days are counted.
LAND = env.str("QUERWERK_LAND", "BW")
# Who runs the house, for imprint, privacy and accessibility pages; "|" starts a new line of the address.
OPERATOR_ADDRESS = env.str("QUERWERK_ADDRESS", "")
OPERATOR_CONTACT = env.str("QUERWERK_CONTACT", "")
DATA_PROTECTION_CONTACT = env.str("QUERWERK_DATA_PROTECTION", "")
# Whom to tell of a hole: an address of mail or web.
SECURITY_CONTACT = env.str("QUERWERK_SECURITY_CONTACT", "")
# Where people reach the house: what links in mails begin with.
PUBLIC_URL = env.str("QUERWERK_URL", "http://127.0.0.1:8000").rstrip("/")
# Without a mail server mails wait, and their recipients read them in the house.
MAIL_URL = env.str("QUERWERK_MAIL_URL", "")
MAIL_FROM = env.str("QUERWERK_MAIL_FROM", "")
MAIL_KINDS = "querwerk.web.mails.KINDS"

INSTALLED_APPS = [
    "querwerk.web",
    "querwerk.delivery",
    "querwerk.projects",
    "querwerk.teams",
    "querwerk.sprints",
    "querwerk.trails",
    "querwerk.intake",
    "querwerk.accounts",
    "querwerk.structure",
    "querwerk.privacy",
    "querwerk.outbox",
    "querwerk.search",
    "querwerk.journal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "querwerk.web.proxy.proxy",
    "querwerk.web.headers.headers",
    "django.middleware.security.SecurityMiddleware",
    "querwerk.web.middleware.page_cache",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "querwerk.web.room.read_only_when_full",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "querwerk.web.middleware.access",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "querwerk.web.once.once",
]

ROOT_URLCONF = "querwerk.web.urls"
TEMPLATES = [
    {
        "BACKEND": "querwerk.web.jinja.Pages",
        "DIRS": [Path(django.__file__).parent / "forms" / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["querwerk.web.jinja.page_context"],
        },
    },
    {
        "NAME": "mails",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "querwerk.web.jinja.letters"},
    },
]
FORM_RENDERER = "querwerk.web.forms.KernRenderer"

DATABASES = {"default": env.dj_db_url("QUERWERK_DATABASE_URL", f"sqlite:///{HOME}/querwerk.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
# A kept connection saves a third of a short request.
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 400},
    }
}

AUTH_USER_MODEL = "structure.Account"
CSRF_FAILURE_VIEW = "querwerk.web.errors.csrf_failure"
AUTHENTICATION_BACKENDS = ["querwerk.accounts.queries.log_in.ByPassword"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email")},
    },
]
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# The identity provider of the house; without an issuer there is none.
OIDC_ISSUER = env.str("QUERWERK_OIDC_ISSUER", "")
OIDC_CLIENT = env.str("QUERWERK_OIDC_CLIENT", "querwerk")
OIDC_SECRET = env.str("QUERWERK_OIDC_SECRET", "")
OIDC_NAME = env.str("QUERWERK_OIDC_NAME", "")
OIDC_SCOPES = env.str("QUERWERK_OIDC_SCOPES", "openid profile email")
OIDC_ALGORITHMS = env.list("QUERWERK_OIDC_ALGORITHMS", ["RS256", "ES256"])
OIDC_SECOND_FACTOR: list[str] = env.list("QUERWERK_OIDC_SECOND_FACTOR", [])
# What tokens of services can name.
ACCESS_TABLE = "querwerk.web.access.TABLE"

SESSION_COOKIE_NAME = "querwerk_session"
# Behind a proxy that does TLS; PROXY says which one is believed when it says so.
HTTPS = env.bool("QUERWERK_HTTPS", False)
PROXY: list[str] = env.list("QUERWERK_PROXY", [])
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether a whole domain is preloaded is not for one house to say
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # ends with the browser's session, like the log-in
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["querwerk.web.uploading.CappedHandler"]
FILES = HOME / "files"  # what people uploaded, under the hash of its content
IMPORTS = HOME / "imports"  # event logs until they are read in
# The largest event log that can be uploaded, in megabytes.
LARGEST_LOG = env.int("QUERWERK_LARGEST_LOG", 200) * 1_000_000
