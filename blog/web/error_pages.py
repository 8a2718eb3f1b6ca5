"""The pages of HTTP errors, and their sentences for scripts: what happened, and what to do next."""

from __future__ import annotations

from functools import cache

from cachetools import LRUCache
from flask import Flask, current_app, render_template, request

from blog import translation
from blog.translation import N_, _
from blog.web import embed
from blog.web.desk import responses
from blog.web.page_cache.arguments import THEME
from blog.web.page_cache.vocabulary import any_value

TITLES = {
    400: (N_("This request could not be understood"), N_("Go back, reload the page, and try again.")),
    401: (N_("You are not signed in"), N_("Sign in, then try again.")),
    403: (N_("You cannot do this"), N_("If you should be able to, ask the person who runs this site.")),
    404: (
        N_("There is nothing at this address"),
        N_("It might have moved, or the address is wrong. See the list of all visits."),
    ),
    405: (N_("This address does not accept that request"), N_("Go back and use the buttons on the page.")),
    409: (N_("Nothing was changed"), N_("Someone else was faster. Reload the page to see what changed.")),
    410: (N_("This is no longer here"), N_("It was withdrawn or replaced. See the list of all visits.")),
    413: (
        N_("This is too large to send"),
        N_(
            "Nothing was changed. Shorten it and send it again; the maximum is 64 KiB. "
            "Emoji and letters that are not Latin take up to twelve times as much space."
        ),
    ),
    422: (N_("Nothing was changed"), N_("Go back, correct the form, and send it again.")),
    429: (N_("Too many requests"), N_("Nothing was changed. Wait a minute, then try again.")),
    500: (
        N_("Something went wrong here"),
        N_("The error was logged. Try again in a moment, or tell the person who runs this site."),
    ),
    503: (N_("This site is not ready at the moment"), N_("Try again in a few seconds.")),
}
_BUSY = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{title}</h1>
<p>{advice}</p>
</html>
"""
CACHED_PAGES = 64


def init_app(app: Flask) -> None:
    """Makes room for rendered pages: anyone can request any number of wrong addresses."""
    app.extensions["error_pages"] = LRUCache(CACHED_PAGES)


def body(code: int, sentence: str = "") -> str:
    """The error's own sentence, or the advice for its status: as text for scripts, as a page for everyone else."""
    title, advice = map(_, TITLES.get(code, TITLES[400 if code < 500 else 500]))
    if responses.by_htmx() or responses.wants_json() or request.path.endswith("/ws"):
        return sentence or f"{title}. {advice}"
    advice = sentence or advice
    is_frame = request.endpoint in embed.FRAMES
    template = "error/frame.html" if is_frame else "error/page.html"
    theme = THEME.normalize(request.args.get("theme", ""), any_value) if is_frame else ""
    pages: LRUCache[tuple[object, ...], str] = current_app.extensions["error_pages"]
    key = template, code, title, advice, theme, translation.language.get(), translation.carried.get()
    if key not in pages:
        # One page for all addresses, so it says nothing of the one that was asked for.
        pages[key] = render_template(template, code=code, title=title, advice=advice, theme=theme, of_no_address=True)
    return pages[key]


def busy() -> str:
    """A page that costs next to nothing, for requests that are turned away."""
    return _busy_in(translation.language.get())


@cache
def _busy_in(language: str) -> str:
    title = _("This site is very busy at the moment")
    advice = _('Reload this page in a few seconds. The <a href="/">live pages</a> still work.')
    return _BUSY.format(language=language, title=title, advice=advice)
