"""Dateline: live coverage of a diplomatic visit. `create_app` is the place to start reading."""

from __future__ import annotations

from flask import Flask
from flask_security import SQLAlchemyUserDatastore
from werkzeug.middleware.proxy_fix import ProxyFix

from blog import cli, database, logs, settings, web
from blog.extensions import accounts, csrf, db, limiter, migrate
from blog.media import store as media_store
from blog.models import Reporter
from blog.settings import ROOT, Settings
from blog.web import startup
from blog.web.addresses import Site
from blog.web.desk.sessions import FORM_COOKIE, FORM_LIFETIME
from blog.wire import service as wire

FORM_BYTES = 64 * 1024
# Rate limits must not delay a post while Redis is down: each process then counts on its own.
REDIS_TIMEOUTS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}


def create_app(options: Settings | None = None) -> Flask:
    """Creates the app with these settings, or those of the environment. Raises SettingsError."""
    options = options or settings.from_environment()
    app = Site("blog", template_folder=ROOT / "templates", static_folder=None, instance_path=str(options.instance_dir))
    configure(app, options)
    logs.init_app(app, options)
    startup.init_app(app)
    configure_database(app, options)
    configure_accounts(app)
    csrf.init_app(app)
    limiter.init_app(app)
    media_store.init_app(app, options)
    wire.init_app(app, options.redis_url, options.max_readers)
    web.init_app(app, options)
    cli.init_app(app)
    return app


def create_app_to_check() -> Flask:
    """Creates the app without its wrong settings, for `flask check`; exits with one line if it cannot be created."""
    try:
        return create_app(cli.readable_settings())
    except settings.SettingsError as error:
        raise SystemExit(f"dateline: {error}") from error


def configure(app: Flask, options: Settings) -> None:
    """Configures Flask, its session cookie, CSRF protection and rate limits."""
    app.config.update(
        SETTINGS=options,
        SECRET_KEY=options.secret_key,
        SECRET_KEY_FALLBACKS=list(options.secret_keys_old),
        WTF_CSRF_SECRET_KEY=[*options.secret_keys_old, options.secret_key],  # the last one signs
        PUBLIC_URL=options.public_url,
        TESTING=options.environment == "test",
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        # Readers get no cookie: the desk's cookies are limited to its own paths.
        SESSION_COOKIE_NAME=FORM_COOKIE,
        SESSION_COOKIE_PATH="/desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=options.serves_tls,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=FORM_LIFETIME,
        # A token that expired before the session would cost a reporter their text.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,  # desk/auth.py checks it, after cheaper checks
        RATELIMIT_STORAGE_URI=options.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=REDIS_TIMEOUTS if options.redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(options.redis_url),
        RATELIMIT_HEADERS_ENABLED=False,
    )
    if options.trusted_proxies:
        count = options.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def configure_database(app: Flask, options: Settings) -> None:
    """Configures the database engine and migrations."""
    app.config["SQLALCHEMY_DATABASE_URI"] = options.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(options.database_url)
    if options.uses_sqlite:
        settings.make_folder(options.instance_dir)
    db.init_app(app)
    migrate.init_app(
        app,
        db,
        directory=str(ROOT / "blog" / "migrations"),
        render_as_batch=True,
        compare_type=True,
        include_name=database.is_modelled,
    )
    with app.app_context():
        database.configure(db.engine)


def configure_accounts(app: Flask) -> None:
    """Sets up Flask-Security for accounts and password hashes. The desk has its own sign-in views."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 — the name of the scheme
        # argon2 has its own salt. Hashing with SECRET_KEY as well would invalidate every password when that changes.
        SECURITY_PASSWORD_SINGLE_HASH=True,
        # Its commands would pass by the newsroom's rules and the audit.
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        SESSION_PROTECTION=None,
    )
    if app.testing:
        app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {"argon2__time_cost": 1, "argon2__memory_cost": 64}
    datastore = SQLAlchemyUserDatastore(db, Reporter, None)  # type: ignore[arg-type]  # a role is a column
    accounts.init_app(app, datastore, register_blueprint=False)
