"""Django's settings. What an installation may change comes from the environment; see docs/reference."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from jixiao.site.database import database
from jixiao.site.home import home, secret_key
from jixiao.site.mail import mail


def _switch(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in ("1", "true", "yes", "on")


PACKAGE = Path(__file__).resolve().parents[1]
JIXIAO_HOME = home()
JIXIAO_UPLOADS = JIXIAO_HOME / "uploads"
JIXIAO_DEMO = _switch("JIXIAO_DEMO")  # the sign-in page shows the demo's log-ins

DEBUG = _switch("JIXIAO_DEBUG")
SECRET_KEY = secret_key(JIXIAO_HOME)
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("JIXIAO_ALLOWED_HOSTS", "").split(",") if name.strip()] or [
    "127.0.0.1",
    "localhost",
    "[::1]",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "jixiao.journal",
    "jixiao.people",
    "django_tasks",
    "django_tasks_db",
    "jixiao.plans",
    "jixiao.ledger",
    "jixiao.evaluations",
    "jixiao.scores",
    "jixiao.desk",
    "jixiao.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jixiao.people.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jixiao.site.plain_text.PlainText",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
JIXIAO_REACTIONS = "jixiao.site.reactions.REACTIONS"
JIXIAO_SCHEME_KINDS = "jixiao.site.scheme_kinds"
ROOT_URLCONF = "jixiao.site.urls"
WSGI_APPLICATION = "jixiao.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jixiao.site.context.everywhere",
            ],
        },
    },
    {  # for the big tables: ten times faster than Django's own
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / room / "templates" for room in ("plans", "ledger", "evaluations", "scores", "desk")],
        "OPTIONS": {"trim_blocks": True, "lstrip_blocks": True},
    },
]

DATABASES = {"default": database(os.environ.get("JIXIAO_DATABASE_URL", ""), JIXIAO_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["jixiao.people.queries.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # the files lie in the package; nothing has to be collected
WHITENOISE_MAX_AGE = 3600

FILE_UPLOAD_HANDLERS = [
    "jixiao.site.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # every row that is chosen is a field
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # above what a form takes, so that the form can say what is too many

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # read by `jixiao worker`
JIXIAO_BASE_URL = os.environ.get("JIXIAO_BASE_URL", "").strip().rstrip("/")  # what links in messages begin with
_SMTP = os.environ.get("JIXIAO_SMTP_URL", "").strip()
JIXIAO_MAIL = bool(_SMTP)
globals().update(mail(_SMTP))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("JIXIAO_MAIL_FROM", "").strip() or "jixiao@localhost"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
if _switch("JIXIAO_HTTPS"):  # behind a proxy that speaks HTTPS and sets X-Forwarded-Proto
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS if name != "*"]

MESSAGE_TAGS = {
    message_levels.SUCCESS: "good",
    message_levels.INFO: "info",
    message_levels.WARNING: "warning",
    message_levels.ERROR: "error",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
