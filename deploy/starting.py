"""How a server gets from nothing to serving, also while its database is away."""

import logging
import os

import gevent

from deploy import journal

RETRY_SECONDS = 1.0
AWAY = 75  # EX_TEMPFAIL of sysexits.h: with this status a child says that the database cannot be asked now
BOOT_ERROR = 3  # with this one a worker tells gunicorn to give up

# As the start found it. Whoever is forked later looks again.
_database_is_away = False


def load():
    """Reads the code, the templates and the files that are served. An upgrade that changes them on the disk concerns
    the next start, and no worker that is replaced meanwhile."""
    import blog
    from blog.web import static_files, template_loader
    from blog.web.syndication.preview import lettering

    for each in (static_files, template_loader, lettering):
        each.read()
    if os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE"):
        import blog.wire.redis_bell  # noqa: F401


def bring_up_to_date(child_is_gone):
    """Migrates the database in a child, so that the workers inherit no connection of it. Says whether to go on."""
    global _database_is_away
    child = os.fork()
    if not child:
        status = 1
        try:
            gevent.reinit()
            status = _prepare()
        except SystemExit:
            pass  # with a line that was written already
        except Exception:
            logging.getLogger("dateline").exception("the database cannot be brought up to date")
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    child_is_gone(child)
    status = os.waitstatus_to_exitcode(ended)
    _database_is_away = status == AWAY
    return status in (0, AWAY)


def begin(app, otherwise):
    """Begins to serve: at once, or when the database is there. One that cannot be used then ends the worker."""
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
        app.logger.warning("%s Until that is over, everybody is told to come back.", away)
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
    app.logger.warning("the database answers: everybody is served")
    _begin(app)


def _begin(app):
    """What was set for a time goes out even if nobody asks for a page; a Redis that is away is seen before one does."""
    app.extensions["scheduler"]()
    app.extensions["wire"].bell.start()
