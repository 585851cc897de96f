"""Settings: one file, read from the environment, that refuses to start unsafe."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")  # The environment wins over the file.


def required(name: str) -> str:
    """The value of a setting that nothing may start without; says how to get one."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. `make run` writes a .env with fresh values; "
            "on a server set it in the environment (docs/how-to/deploy.md)."
        )
    return value


# --- Where we are ------------------------------------------------------------
SITE_URL = required("SITE_URL").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
# A site on the loopback address is a trial: plain HTTP and the demo logins work
# there and nowhere else. Everything that is safe only on one's own machine asks this.
IS_LOCAL = SITE_HOST in {"127.0.0.1", "localhost", "::1"}
if not IS_LOCAL and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(f"SITE_URL must begin with https:// ({SITE_URL}).")

DEBUG = False
SECRET_KEY = required("SECRET_KEY")
FIELD_KEYS = required("FIELD_KEY").split(",")  # First encrypts, all decrypt: rotation.
INDEX_KEY = required("INDEX_KEY")
SIGNING_PASSPHRASE = required("SIGNING_PASSPHRASE")
ALLOWED_HOSTS = [SITE_HOST, *(["127.0.0.1", "localhost"] if IS_LOCAL else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- What it is made of ------------------------------------------------------
INSTALLED_APPS = [
    "training",
    "dashboards",
    "certificates",
    "assessments",
    "cohorts",
    "courses",
    "people",
    "common",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "polymorphic",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "training.middleware.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.middleware.FirstPassword",
    "people.middleware.SecondFactor",
    "people.middleware.EndedRoles",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "training.middleware.PersonalPages",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "training.urls"
WSGI_APPLICATION = "training.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "training.navigation.desks",
                "training.navigation.unread",
            ],
            "builtins": ["common.templatetags.ui"],
        },
    }
]

# --- Data --------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'site.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # An exam fails with "database is locked" unless writers queue up front.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        timeout=20,
        transaction_mode="IMMEDIATE",
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    )
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}.test"}
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening costs as much as saving an answer: on SQLite every function of Django's is registered anew.
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES = {
    # Shared by all workers: rate limits count the same everywhere.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"},
    # Per process: rendered module bodies, which never change for a revision.
    "bodies": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bodies"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Private files live outside MEDIA_ROOT and leave only through an authorised view.
DATA_DIR = env.path("DATA_DIR", default=str(BASE_DIR / "var"))
MEDIA_ROOT = DATA_DIR("media")
MEDIA_URL = "/media/"
PRIVATE_ROOT = DATA_DIR("private")
SEAL_STYLE = env.str("SEAL_STYLE", "specimen" if IS_LOCAL else "training")  # 样章 or 培训专用章
# Where the signing key is: a PKCS#12 file, or in a token (RFC 7512), with its certificates in a file beside it.
SIGNING_KEY_URI = env.str("SIGNING_KEY_URI", default="")
SIGNING_CHAIN_FILE = env.path("SIGNING_CHAIN_FILE", default=str(DATA_DIR("keys", "signing-chain.pem")))
SIGNING_RSA = env.bool("SIGNING_RSA", default=False)  # Keys that are made here are RSA-2048 and not P-256.
SIGNING_KEY_FILE = env.path("SIGNING_KEY_FILE", default=str(DATA_DIR("keys", "signing.p12")))  # PKCS#12, mode 0600
# Time stamps (RFC 3161), where there is an authority: its address, and the CAs that it must stand under, as PEM.
TSA_URL = env.str("TSA_URL", default="")
TSA_CERTIFICATES_FILE = env.path("TSA_CERTIFICATES_FILE", default=str(DATA_DIR("keys", "tsa-ca.pem")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "training.storage.HashedStaticFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Static files ------------------------------------------------------------
NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR("static")
STATICFILES_DIRS = [("signature_pad", NODE_MODULES / "signature_pad" / "dist")]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # `npm ci` may not have run yet for a bare `check`.
FONT_DIR = NODE_MODULES / "@expo-google-fonts" / "noto-serif-sc"
FALLBACK_FONT = Path(env.str("FALLBACK_FONT", "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"))

# --- Who comes in ------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["people.hashers.Argon2id19", "people.hashers.FirstPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
STAFF_NEEDS_MFA = env.bool("STAFF_NEEDS_MFA", default=not IS_LOCAL)
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
MFA_ADAPTER = "people.adapters.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # For SESSION_COOKIE_AGE, through a phone's closing of the browser.
ACCOUNT_FORMS = {"login": "people.forms.LoginForm", "change_password": "people.forms.PasswordForm"}
# Per account and address (people.adapters), never per address alone: a whole classroom sits behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login": False, "change_password": "10/h/user"}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

# --- What the browser may do -------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_LOCAL
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own preview frame by itself.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}

# --- Language and time -------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["training.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Wagtail -----------------------------------------------------------------
WAGTAIL_SITE_NAME = "干部培训考核平台"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "training.search"}}

# --- Mail and logs -----------------------------------------------------------
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
