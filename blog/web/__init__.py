"""The HTTP and WebSocket layer. A view loads, calls one verb or one query, and answers."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, request

from blog import security
from blog.settings import Settings
from blog.web import (
    api,
    card_worker,
    deliveries,
    desk,
    embed,
    errors,
    handshake,
    health,
    inbox,
    languages,
    live,
    media_addresses,
    page_cache,
    picture_credits,
    pool_reports,
    publisher,
    reader,
    request_log,
    schedule_words,
    scheduler,
    static_files,
    syndication,
    template_filters,
    template_loader,
    update_list,
    versions,
)
from blog.web.desk import auth, origin, passkey_sign_in, priority, sessions, sign_in, single_sign_on, stream
from blog.web.reader import media
from blog.web.syndication import feeds, preview
from blog.web.syndication.preview import pictures


def init_app(app: Flask, options: Settings) -> None:
    """Registers all blueprints and the headers that every response shares."""
    template_loader.init_app(app)
    languages.init_app(app)
    template_filters.init_app(app)
    update_list.init_app(app)
    versions.init_app(app)
    schedule_words.init_app(app)
    media_addresses.init_app(app)
    static_files.init_app(app, options.publisher.files)
    publisher.init_app(app, options)
    page_cache.init_app(app)
    handshake.init_app(app)
    errors.init_app(app)
    card_worker.init_app(app, options)
    deliveries.init_app(app, options)
    inbox.init_app(app, options)
    scheduler.init_app(app)
    pictures.init_app(app)
    media.init_app(app)
    picture_credits.init_app(app)
    pool_reports.init_app(app)
    live.init_app(app)
    for blueprint in (reader.bp, desk.bp, embed.bp, feeds.bp, health.bp, preview.bp, syndication.bp):
        app.register_blueprint(blueprint)
    api.init_app(app)
    sessions.init_app(app)
    sign_in.init_app(app)
    single_sign_on.init_app(app, options)
    passkey_sign_in.init_app(app)
    auth.init_app(app)
    origin.init_app(app)
    stream.init_app(app)
    priority.init_app(app)
    _send_headers(app, options)
    request_log.init_app(app, options)


def _send_headers(app: Flask, options: Settings) -> None:
    headers = partial(security.headers, over_tls=options.serves_tls)
    readers = partial(headers, site=options.public_url)
    desk_pages = {**headers(ancestors="'none'"), **security.of_the_desk()}
    public = readers(ancestors="'none'")
    framed = readers(ancestors=security.ancestors(options.embed_ancestors), frames="'self'")
    showing = readers(ancestors="'none'", frames="'self'")
    of_files = security.of_files(over_tls=options.serves_tls)
    polled = {**headers(ancestors="'none'"), **security.for_any_page()}
    by_endpoint = (
        {"static.file": of_files, "live.since": polled, "live.since_in_frames": polled}
        | dict.fromkeys(embed.FRAMES, framed)
        | dict.fromkeys((*embed.SHOWING, *reader.SHOWING), showing)
        | {"reader.play": framed}
    )

    @app.after_request
    def add(response: Response) -> Response:
        is_desk = request.path.startswith("/desk")
        chosen = desk_pages if is_desk else by_endpoint.get(request.endpoint or "", public)
        for name, value in chosen.items():
            response.headers.setdefault(name, value)
        if is_desk and not response.cache_control.no_store:
            response.headers["Cache-Control"] = "no-store"
        return response
