"""Django's settings. Values that differ between installations come from `proj.env`."""

from typing import Any

from csp.constants import NONE, SELF

from api.access.client_address import TRUSTED_SCHEME
from proj import env, logs
from proj.env import (  # noqa: F401  read by Django under these names
    ALLOWED_HOSTS,
    BASE_DIR,
    CELERY_BROKER_URL,
    CSRF_TRUSTED_ORIGINS,
    DEBUG,
    METRICS_ALLOWED_NETWORKS,
    METRICS_HOST,
    METRICS_PORT,
    PEERMETRICS_WEB_URL,
    PROMETHEUS_MULTIPROC_DIR,
    QUERY_TIMEOUT_SECONDS,
    RATE_LIMIT_PER_MINUTE,
    REDIS_URL,
    REFRESH_SHARDS,
    SECRET_KEY,
    TRUST_UNIX_SOCKETS,
    TRUSTED_PROXIES,
)

INSTALLED_APPS = [
    "rollups",  # first: it creates the schema that all other tables are created in
    "peermetrics",
    "api",
    "celerybeat",
    "simulate",
    "web",
    "api.apps.LimitedAdminConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_celery_beat",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
]

MIDDLEWARE = [
    "api.access.client_address.believe_scheme_of_trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "proj.headers.policies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "api.summary_hits.give_hits",
    "api.access.address_limit.limit_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "proj.urls"
WSGI_APPLICATION = "proj.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# All our tables, Django's own included, are in schema rollups. The names of PeerMetrics' tables
# always include the schema ("public"."conference"). So we never see the django_migrations and
# auth_* of PeerMetrics' own Django in schema public.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.DATABASE,
        # Django's backend. It stops waiting for a server that hangs.
        "ENGINE": "rollups.servers.postgresql",
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # A pooler may take their connection away, and they take no timeout in their statement.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            # These detect a server that vanished within 25 s. By the system's defaults, a task in
            # the middle of a statement would wait for two hours.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,  # milliseconds
            **env.DATABASE["OPTIONS"],
            # Compiling our long statements (JIT) takes far longer than running them.
            "options": "-c search_path=rollups -c timezone=UTC -c jit=off",
            "connect_timeout": 5,
            "application_name": "peermetrics-rollups",
        },
    }
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
# PeerMetrics' own Django may run on the same host. Its session is not ours.
SESSION_COOKIE_NAME = "rollups_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.SECURE_COOKIES
SECURE_SSL_REDIRECT = env.SSL_REDIRECT
SECURE_REDIRECT_EXEMPT = ["^(livez|readyz|metrics)$"]  # probes use plain HTTP inside the network
SECURE_HSTS_SECONDS = env.HSTS_SECONDS
SECURE_PROXY_SSL_HEADER = (TRUSTED_SCHEME, "https")
# Both concern the whole domain. Our host may be one of many in it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# The page loads everything from our origin. Scripts set the inline styles; no policy forbids
# that.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "api.errors.csrf_failure"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "dist"]
WHITENOISE_USE_FINDERS = True  # no collectstatic step: files are served from the build's folder
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"  # Vite's names hold a hash

REST_FRAMEWORK = {
    # The token is first: so a request without credentials gets 401, not 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.access.authentication.TokenAuthentication",
        "api.access.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["api.access.throttles.CallerThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.ObjectParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "api.errors.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "PeerMetrics Rollups",
    "DESCRIPTION": "Summaries of WebRTC conferences, read from rollup tables.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.blank_is_not_sent",
    ],
}

# The durable queue is the table rollups.change_queue. A task only triggers a look at it. So tasks
# have no results, are acknowledged early, and expire (celerybeat/schedule.py).
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # nothing to clean up, so no clean-up task
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 270  # below the visibility timeout
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker that gave up would need a restart
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    # By kombu's defaults, the wait for a silent broker has no limit.
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_BEAT_SCHEDULER = "celerybeat.scheduler:Scheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
# Store at once, not every three minutes: the last sent task is beat's sign of life.
CELERY_BEAT_SYNC_EVERY = 1

LOGGING = logs.config(env.LOG_FORMAT, env.LOG_LEVEL)
