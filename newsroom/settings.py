"""Settings from the environment, with safe embedded defaults.

With nothing set, the newsroom runs from one data folder: a SQLite database, a Whoosh index and a secret key that is
made once. README.md lists every variable.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def _switched_on(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on are yes; 0, false, no, off are no.

    Raises ValueError on anything else: a mistyped switch must not pass for "off".
    """
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"{name}={value!r} is neither yes nor no; set it to 1 or 0.")


def _number(name: str, default: int) -> int:
    """A whole number from 0 on. Raises ValueError on anything else."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdecimal():
        raise ValueError(f"{name}={value!r} is no whole number; set it to one, such as {default}.")
    return int(value)


def _listed(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _secret_key(folder: Path) -> str:
    """The key in $SECRET_KEY, or the one kept in the data folder, made on first use and readable by its owner only."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = folder / "secret_key"
    try:
        return kept.read_text("ascii").strip()
    except FileNotFoundError:
        pass
    made = secrets.token_urlsafe(50)
    half = folder / f"secret_key.{os.getpid()}"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    try:
        os.link(half, kept)  # the first of two processes wins, and neither reads half a key
    except FileExistsError:
        pass
    finally:
        half.unlink()
    return kept.read_text("ascii").strip()


DATA_DIR = Path(os.environ.get("NEWSROOM_DATA", BASE_DIR / "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = _switched_on("DEBUG")
PRODUCTION = _switched_on("NEWSROOM_PRODUCTION")
SECRET_KEY = _secret_key(DATA_DIR)
ALLOWED_HOSTS = _listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "haystack",
    # Counts failed logins and refuses further ones for a while.
    "axes",
]

MIDDLEWARE = [
    "newsroom.service.logs.request_log",
    "newsroom.service.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "newsroom.reader.sharing.OpenToAllSites",
    # A page that has not changed is answered with 304, mostly without being made.
    "newsroom.reader.freshness.Freshness",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.reader.context.site",
            ],
            "libraries": {"typesetting": "newsroom.reader.typesetting"},
        },
    },
]

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(DATA_DIR / 'newsroom.sqlite3'))}"
try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
except (ValueError, dj_database_url.ParseError) as error:
    raise ValueError("DATABASE_URL is no address such as postgres://user:password@host/newsroom.") from error
SQLITE_OPTIONS = {
    "timeout": 20,
    # A transaction that will write takes its lock at once and waits for it, instead of failing halfway.
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "newsroom.search.engine.NewsroomEngine",
        "PATH": os.environ.get("NEWSROOM_INDEX", str(DATA_DIR / "index")),
        # A failed index write is an error to be told, never a silence.
        "SILENTLY_FAIL": False,
    },
}
# Index work is done before the request that asked for it ends, instead of in a thread after it; for tests and scripts.
NEWSROOM_INDEX_INLINE = _switched_on("NEWSROOM_INDEX_INLINE")

# Public pages as they were made, each under the state of the archive it was made in; in every process, or, with another
# of Django's backends, for all of them.
NEWSROOM_PAGES_KEPT = _number("NEWSROOM_PAGES_KEPT", 500)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": f"django.core.cache.backends.{'locmem.LocMemCache' if NEWSROOM_PAGES_KEPT else 'dummy.DummyCache'}",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": NEWSROOM_PAGES_KEPT},
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# One account from one address: a stranger's failures lock out neither the editor elsewhere nor a colleague next door.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = _number("NEWSROOM_LOGIN_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=_number("NEWSROOM_LOCKOUT_MINUTES", 15))
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "newsroom.service.logins.locked_out"
AXES_CLIENT_IP_CALLABLE = "newsroom.service.logins.client_address"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# In production the proxy in front is trusted for the scheme and for its part of X-Forwarded-For, and for nothing else.
NEWSROOM_PROXIES = _number("NEWSROOM_PROXIES", 1 if PRODUCTION else 0)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
TIME_ZONE = os.environ.get("NEWSROOM_TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("NEWSROOM_STATIC", DATA_DIR / "static"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Without a collected folder (make run, tests) style sheets come straight from the application.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# A login ends after a working day; a password that was changed ends every other one, and each login has a new key.
SESSION_COOKIE_AGE = 3600 * _number("NEWSROOM_SESSION_HOURS", 12)
SESSION_EXPIRE_AT_BROWSER_CLOSE = _switched_on("NEWSROOM_SESSION_ENDS_WITH_BROWSER")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# The longest article of the samples is 20 kB; a form holds it three times over.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = _switched_on("NEWSROOM_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked by a monitor on this machine, past the proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# The outbox is late when an edit has waited this long to be indexed: /healthz answers 503 then.
NEWSROOM_OUTBOX_LATE_SECONDS = _number("NEWSROOM_OUTBOX_LATE_SECONDS", 300)

LOG_FORMATS = {
    "text": {"format": "{asctime} {levelname} {name} {request_id} {message}", "style": "{"},
    "json": {"()": "newsroom.service.logs.JsonLines"},
}
LOG_FORMAT = os.environ.get("NEWSROOM_LOG_FORMAT") or "text"
if LOG_FORMAT not in LOG_FORMATS:
    raise ValueError(f"NEWSROOM_LOG_FORMAT={LOG_FORMAT!r} is neither text nor json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request id": {"()": "newsroom.service.logs.WithRequestId"}},
    "formatters": {"line": LOG_FORMATS[LOG_FORMAT]},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request id"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "newsroom": {"level": os.environ.get("NEWSROOM_LOG_LEVEL") or "INFO"},
        "newsroom.request": {"level": "INFO" if _switched_on("NEWSROOM_LOG_REQUESTS") else "WARNING"},
        "axes": {"level": "WARNING"},
        # Says its trouble with a web page in its own words; the import says it in ours.
        "trafilatura": {"level": "CRITICAL"},
    },
}
