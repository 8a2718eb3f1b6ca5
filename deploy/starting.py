"""Starts a server: loads the code, migrates the database, and waits for a database that is down."""

import logging
import os

import gevent

from deploy import journal

RETRY_SECONDS = 1.0
AWAY = 75  # EX_TEMPFAIL of sysexits.h: the child's exit status when the database is down
BOOT_ERROR = 3  # the status with which a worker tells gunicorn to give up

# As found at startup. Workers forked later check again.
_database_is_away = False


def load():
    """Loads the code, templates and static files, so that an upgrade on disk does not affect workers that are replaced
    before the next restart."""
    import blog
    from blog.web import static_files, template_loader
    from blog.web.syndication.preview import lettering

    for each in (static_files, template_loader, lettering):
        each.read()
    if os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE"):
        import blog.wire.redis_bell  # noqa: F401


def bring_up_to_date(child_is_gone):
    """Migrates the database in a child process, so that workers inherit no connection. Returns whether to go on."""
    global _database_is_away
    child = os.fork()
    if not child:
        status = 1
        try:
            gevent.reinit()
            status = _prepare()
        except SystemExit:
            pass  # its line has been written already
        except Exception:
            logging.getLogger("dateline").exception("the database cannot be brought up to date")
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    child_is_gone(child)
    status = os.waitstatus_to_exitcode(ended)
    _database_is_away = status == AWAY
    return status in (0, AWAY)


def save_address():
    """Tells commands where the site is, for as long as this process runs."""
    from blog.cli import address
    from blog.settings import from_environment

    address.save(from_environment())


def remove_address():
    from blog.cli import address

    address.remove()


def begin(app, otherwise):
    """Starts serving, now or once the database is up. An unusable database ends the worker."""
    if not _database_is_away:
        _begin(app)
        return
    app.extensions["startup"].waits = True
    gevent.spawn(_begin_later, app, otherwise)


def _prepare():
    from app import app
    from blog.cli.database import DatabaseUnavailable, start

    try:
        if complaint := start(app):
            journal.refuse(complaint)
    except DatabaseUnavailable as away:
        app.logger.warning("%s Until then, every request is answered 503 and told to retry.", away)
        return AWAY
    return 0


def _begin_later(app, otherwise):
    from blog.cli.database import DatabaseUnavailable, prepare

    while True:
        try:
            complaint = prepare(app)
            break
        except DatabaseUnavailable:
            gevent.sleep(RETRY_SECONDS)
    if complaint:
        try:
            journal.refuse(complaint, BOOT_ERROR)
        except SystemExit as end:
            otherwise(end)
        return
    app.extensions["startup"].waits = False
    app.logger.warning("the database answers: serving requests")
    _begin(app)


def _begin(app):
    """Starts the scheduler and the bell before the first request, so that scheduled updates go out without one."""
    app.extensions["scheduler"]()
    app.extensions["wire"].bell.start()
