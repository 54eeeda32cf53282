"""All settings, read from the environment by typed helpers. Defaults are those of the demo on one's own machine."""

from pathlib import Path

from . import env
from .database import SERVING_ROLE, django_database, owner_url, serving_url

SOURCE = Path(__file__).resolve().parents[1]
ROOT = Path(env.text("RATHAUS_ROOT", str(SOURCE.parents[1])))
STATE = Path(env.text("RATHAUS_STATE", str(ROOT / ".rathaus")))
DEFINITIONS = Path(env.text("RATHAUS_DEFINITIONS", str(ROOT / "definitions")))
RATHAUS_FILES = Path(env.text("RATHAUS_FILES", str(STATE / "files")))
BUILD = ROOT / "build"

# The platform domain lists the municipalities; each is served at <key>.<domain> or its own host name.
RATHAUS_DOMAIN = env.text("RATHAUS_DOMAIN", "localhost")
RATHAUS_DEMO = env.flag("RATHAUS_DEMO")
RATHAUS_HTTPS = env.flag("RATHAUS_HTTPS", default=not RATHAUS_DEMO and RATHAUS_DOMAIN != "localhost")
RATHAUS_PORT = env.integer("PORT", 8000)
# Live news of queues: a port of its own, or behind a proxy a path of our own host that leads to it.
RATHAUS_STREAM_PORT = env.integer("RATHAUS_STREAM_PORT", RATHAUS_PORT + 1)
RATHAUS_STREAM_PATH = env.text("RATHAUS_STREAM_PATH", "/-/strom" if RATHAUS_HTTPS else "")
RATHAUS_BASE_PORT = "" if RATHAUS_HTTPS else f":{RATHAUS_PORT}"

DEBUG = False
SECRET_KEY = env.text("RATHAUS_SECRET_KEY")
if not SECRET_KEY:
    if RATHAUS_HTTPS or RATHAUS_DOMAIN != "localhost":
        env.refuse("RATHAUS_SECRET_KEY", "is missing; make one once, keep it, and give it to all processes.")
    SECRET_KEY = "insecure-key-for-checks-and-tests-only"  # noqa: S105 -- reachable on this machine alone
ALLOWED_HOSTS = ["*"]  # the tenancy middleware answers unknown hosts with a plain 404 before anything else runs
ROOT_URLCONF = "rathaus.config.urls"
WSGI_APPLICATION = "rathaus.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "rathaus.accounts",  # before allauth, whose templates ours replace
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "rathaus.ui",
    "rathaus.tenancy",
    "rathaus.outbox",
    "rathaus.notifying",
    "rathaus.files",
    "rathaus.catalogue",
    "rathaus.occupancy",
    "rathaus.appointments",
    "rathaus.queueing",
    "rathaus.channel",
    "rathaus.postbox",
    "rathaus.cases",
    "rathaus.rights",
    "rathaus.applying",
    "rathaus.portal",
    "rathaus.operator",
    "rathaus.desk",
    "rathaus.api",
]

MIDDLEWARE = [
    "rathaus.config.headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rathaus.tenancy.middleware.TenancyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rathaus.accounts.open_sessions.OpenSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rathaus.tenancy.context.tenancy",
                "rathaus.accounts.context.persona",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

# -- database ---------------------------------------------------------------------------------------------------
_AS_OWNER = env.text("RATHAUS_DB_AS") == "owner"
_SOCKET = STATE / "run"
DATABASES = {
    "default": django_database(
        owner_url(_SOCKET) if _AS_OWNER else serving_url(_SOCKET),
        role=None if _AS_OWNER else SERVING_ROLE,
        pool=env.flag("RATHAUS_DB_POOL"),
    )
}

# -- what all processes must know together: rate limits and used codes; its keys name nobody -----------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        "KEY_FUNCTION": "rathaus.config.cache.hashed_key",
    }
}

# -- sign-in ----------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["rathaus.accounts.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"reset_password": "rathaus.accounts.forms.ForgottenForm"}
# Binds the link to address, password and last sign-in, as allauth's does, but asks no second table.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_ADAPTER = "rathaus.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # page and work are the same either way; only the mailbox tells which
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
# Failed passwords count per sender and address (see AccountAdapter), failed codes per account.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key", "reset_password": "20/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("RATHAUS_PROXIES", 0)
PASSWORD_RESET_TIMEOUT = 60 * 60
STAFF_IDLE_MINUTES = env.integer("RATHAUS_STAFF_IDLE_MINUTES", 60)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/amt/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "rathaus.accounts.second_factor.MFAAdapter"
MFA_TOTP_TOLERANCE = 1  # half a minute to either side, RFC 6238 section 5.2
MFA_FORMS = {  # check origin, counter and single use; allauth's own checks of these are not enough
    "login_webauthn": "rathaus.accounts.passkey_forms.SignInForm",
    "authenticate_webauthn": "rathaus.accounts.passkey_forms.SecondStepForm",
    "reauthenticate_webauthn": "rathaus.accounts.passkey_forms.ConfirmForm",
    "add_webauthn": "rathaus.accounts.passkey_forms.AddForm",
    "edit_webauthn": "rathaus.accounts.passkey_forms.RenameForm",
}
MFA_RATE_LIMITS = {"webauthn_login": None}  # nothing to guess; a limit per network would keep whole schools out
MFA_ALLOW_UNVERIFIED_EMAIL = True  # citizens' addresses are verified at sign-up, those of staff by who employs them

# -- state accounts: a provider is offered where its settings are ------------------------------------------------
RATHAUS_OIDC_ISSUER = env.provider("RATHAUS_OIDC_ISSUER")
RATHAUS_OIDC_CLIENT_ID = env.text("RATHAUS_OIDC_CLIENT_ID")
RATHAUS_OIDC_CLIENT_SECRET = env.text("RATHAUS_OIDC_CLIENT_SECRET")
RATHAUS_OIDC_NAME = env.text("RATHAUS_OIDC_NAME", "BundID")
RATHAUS_OIDC_LEVEL_CLAIM = env.text("RATHAUS_OIDC_LEVEL_CLAIM", "acr")
RATHAUS_OIDC_LEVELS = env.levels("RATHAUS_OIDC_LEVELS")
RATHAUS_SAML_METADATA = env.text("RATHAUS_SAML_METADATA")  # a file with the provider's metadata
RATHAUS_SAML_ENTITY_ID = env.text("RATHAUS_SAML_ENTITY_ID")  # ours; else the address of our metadata
RATHAUS_SAML_NAME = env.text("RATHAUS_SAML_NAME", "BundID")
RATHAUS_SAML_SUBJECT = env.text("RATHAUS_SAML_SUBJECT")  # the attribute that names a person; else a lasting NameID
RATHAUS_SAML_LEVEL = env.text("RATHAUS_SAML_LEVEL")  # the attribute with the level; else AuthnContextClassRef
RATHAUS_SAML_LEVELS = env.levels("RATHAUS_SAML_LEVELS")
if RATHAUS_OIDC_ISSUER and not (RATHAUS_OIDC_CLIENT_ID and RATHAUS_OIDC_CLIENT_SECRET):
    env.refuse("RATHAUS_OIDC_ISSUER", "needs RATHAUS_OIDC_CLIENT_ID and RATHAUS_OIDC_CLIENT_SECRET too.")
if RATHAUS_SAML_METADATA and not Path(RATHAUS_SAML_METADATA).is_file():
    env.refuse("RATHAUS_SAML_METADATA", "names no file.")

# -- language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["rathaus.locale"]  # how dates are written: locale/<language>/formats.py
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# -- static files and uploads -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BUILD / "static"
STATICFILES_DIRS = [BUILD / "assets"] if (BUILD / "assets").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # an end to it; people get a sentence from RATHAUS_CASE_FILES_NUMBER before
FILE_UPLOAD_HANDLERS = ["rathaus.files.uploads.LimitedUploadHandler"]
RATHAUS_FILE_SIZE = env.integer("RATHAUS_FILE_SIZE", 10_000_000)
RATHAUS_CASE_FILES_SIZE = env.integer("RATHAUS_CASE_FILES_SIZE", 50_000_000)
RATHAUS_CASE_FILES_NUMBER = env.integer("RATHAUS_CASE_FILES_NUMBER", 20)
RATHAUS_FEED_READS_PER_HOUR = env.integer("RATHAUS_FEED_READS_PER_HOUR", 60)  # of one subscribed calendar
RATHAUS_SUBSCRIPTIONS_PER_HOUR = env.integer("RATHAUS_SUBSCRIPTIONS_PER_HOUR", 30)  # asked for by one network
RATHAUS_HOLDS_PER_HOUR = env.integer("RATHAUS_HOLDS_PER_HOUR", 60)  # appointments kept for one network
# Appointments kept in a municipality in a minute, from where on each costs a proof of work of so many bits. 0: never.
RATHAUS_HOLDS_UNDER_ATTACK = env.integer("RATHAUS_HOLDS_UNDER_ATTACK", 300)
RATHAUS_PROOF_BITS = env.integer("RATHAUS_PROOF_BITS", 15)
RATHAUS_API_PER_MINUTE = env.integer("RATHAUS_API_PER_MINUTE", 120)  # requests of one network, per process
RATHAUS_API_PARTNER_PER_MINUTE = env.integer("RATHAUS_API_PARTNER_PER_MINUTE", 1200)  # with a partner's key
RATHAUS_API_PARTNER_HOLDS_PER_HOUR = env.integer("RATHAUS_API_PARTNER_HOLDS_PER_HOUR", 1000)
# Hosts inside the own network that jobs may ask for calendars and feeds: "host" or "host:port", with blanks between.
RATHAUS_FETCH_ALLOWED = env.text("RATHAUS_FETCH_ALLOWED").split()
RATHAUS_DEMO_SOURCES = env.text("RATHAUS_DEMO_SOURCES")  # where the demo answers for the sources of others
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS")
RATHAUS_SCANNER = env.text("RATHAUS_SCANNER", "clamd" if CLAMD_ADDRESS else "demo")

# -- cookies and transport --------------------------------------------------------------------------------------
_PREFIX = "__Host-" if RATHAUS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}sitzung"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}sprache"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = RATHAUS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "rathaus.config.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if RATHAUS_HTTPS else 0
if RATHAUS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- e-mail -----------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "rathaus.outbox.smtp.Backend"
EMAIL_HOST = env.text("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.integer("SMTP_PORT", 2525)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS")
EMAIL_TIMEOUT = env.integer("SMTP_TIMEOUT", 20)  # seconds
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"rathaus@{RATHAUS_DOMAIN}")
RATHAUS_BOUNCES = env.text("RATHAUS_BOUNCES")  # the mailbox of what comes back: see outbox/returning.py
if RATHAUS_BOUNCES and not 0 < RATHAUS_BOUNCES.rfind("@") <= 15:  # noqa: PLR2004 -- 64 letters with the code, RFC 5321
    env.refuse("RATHAUS_BOUNCES", "must be an address with at most 15 letters before the @.")

# -- the information channel ------------------------------------------------------------------------------------
RATHAUS_DELIVERY_LEASE = env.integer(
    "RATHAUS_DELIVERY_LEASE", 60
)  # seconds until what a dead worker took comes again
RATHAUS_MAILS_PER_DOMAIN = env.integer("RATHAUS_MAILS_PER_DOMAIN", 3000)  # a minute; 0: as fast as it goes
RATHAUS_PUSH_INSIDE = env.flag("RATHAUS_PUSH_INSIDE")  # push services in one's own network, for tests

# -- jobs -------------------------------------------------------------------------------------------------------
PROCRASTINATE_ON_APP_READY = "rathaus.outbox.jobs.on_app_ready"

# -- logs: no personal data, so no request bodies, query strings or addresses ------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
