"""Every setting, read from the environment with defaults that are safe on one machine."""

from pathlib import Path

import environ
import structlog
from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("LUODI_DATA_DIR", default=str(Path.cwd() / "data"))).resolve()

# --- who may talk to it -----------------------------------------------------------------------
DEBUG = env.bool("LUODI_DEBUG", default=False)
# Without a key of its own an installation makes one and keeps it beside its data (config/secret.py).
SECRET_KEY = env.str("LUODI_SECRET_KEY", default="")
if not SECRET_KEY:
    from luodi.config.secret import kept_secret  # leaf: only when it is needed

    SECRET_KEY = kept_secret(DATA_DIR)
ALLOWED_HOSTS = env.list("LUODI_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("LUODI_ORIGINS", default=[])
BEHIND_TLS = env.bool("LUODI_TLS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("LUODI_HSTS_SECONDS", default=3600)
# Number of proxies in front whose X-Forwarded-For may be believed.
TRUSTED_PROXIES = env.int("LUODI_TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the kit's form icons are data addresses
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": [SELF],
    }
}

# --- what it is made of -----------------------------------------------------------------------
ROOMS = [
    "luodi.kernel",
    "luodi.listening",
    "luodi.problems",
    "luodi.measures",
    "luodi.briefs",
    "luodi.desk",
    "luodi.demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "django_tables2",
    "django_filters",
    "tree_queries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",
    "csp",
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luodi.kernel.middleware.SessionLimits",
    "luodi.kernel.middleware.ForcedPasswordChange",
    "luodi.kernel.middleware.RefusalsAsPages",
]
ROOT_URLCONF = "luodi.config.urls"
WSGI_APPLICATION = "luodi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "kernel" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luodi.kernel.context.frame",
            ],
        },
    }
]
DJANGO_TABLES2_TEMPLATE = "kernel/parts/table.html"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- where things are kept --------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("LUODI_DATABASE_URL", default=f"sqlite:///{DATA_DIR}/luodi.sqlite3")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn instead of failing half-way
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a page's query takes seconds, running it milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = DATA_DIR / "evidence"
UPLOAD_DIR = DATA_DIR / "uploads"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
LUODI_MAX_UPLOAD = env.int("LUODI_MAX_UPLOAD_MB", default=50) * 2**20

# --- signing in (domain/protection level 2, parts of 3) ---------------------------------------
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["luodi.kernel.signin.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "luodi.kernel.passwords.CharacterClasses"},
    {"NAME": "luodi.kernel.passwords.NotRecentlyUsed"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "luodi.kernel.signin.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Sign-in has our own rule, kept in the database (kernel/signin.py); an office shares one address.
ACCOUNT_RATE_LIMITS: dict[str, str | None] = {"login": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Luodi"
SIGN_IN_FAILURES, SIGN_IN_WINDOW_MIN, SIGN_IN_LOCK_MIN = 5, 15, 20
UNUSED_DAYS = env.int("LUODI_UNUSED_DAYS", default=90)  # then an account is switched off
SESSION_IDLE_MIN = env.int("LUODI_SESSION_IDLE_MIN", default=30)
SESSION_ABSOLUTE_HOURS = env.int("LUODI_SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- language, time ---------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LUODI_LANGUAGE", default="zh-hans")
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["luodi.config.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("LUODI_TIME_ZONE", default="Asia/Shanghai")

# --- static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
HASHED_STATIC = env.bool("LUODI_HASHED_STATIC", default=False)
WHITENOISE_USE_FINDERS = not HASHED_STATIC
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- background work and what leaves the host (nothing, unless said so) -----------------------
JOB_HEARTBEAT_S = 5
JOB_STALE_S = 30
ROBOTS_ENABLED = env.bool("LUODI_ROBOTS", default=False)
# Optional extras of the consolidation engine (docs/decisions/0013). An address is asked only for a
# campaign whose office has kept somebody's consent to it.
EMBEDDING_MODEL = env.str("LUODI_EMBEDDING_MODEL", default="")
EMBEDDING_URL = env.str("LUODI_EMBEDDING_URL", default="")
EMBEDDING_NAME = env.str("LUODI_EMBEDDING_NAME", default="default")
EMBEDDING_KEY = env.str("LUODI_EMBEDDING_KEY", default="")
LABEL_URL = env.str("LUODI_LABEL_URL", default="")
LABEL_NAME = env.str("LUODI_LABEL_NAME", default="default")
LABEL_KEY = env.str("LUODI_LABEL_KEY", default="")
EXTRAS_TIMEOUT_S = env.int("LUODI_EXTRAS_TIMEOUT_S", default=20)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- logs: never what a citizen said, never a person's number ---------------------------------
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.KeyValueRenderer(
                key_order=["timestamp", "level", "event", "request_id", "user_id"]
            ),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LUODI_LOG_LEVEL", default="WARNING")},
    "loggers": {"django_structlog": {"level": "WARNING"}},
}
