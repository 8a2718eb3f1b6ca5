"""The language of a request: `?ui=`, or else that of the visit, or else the site's. Templates speak it, links carry it.

Readers' pages, frames and feeds have every language that is spoken (`blog/languages.py`). The desk speaks that of the
account, and knows no `?ui=`. Programs that use the API get English.
"""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, current_app, g, request, url_for
from flask_babel import Babel
from markupsafe import Markup

from blog import languages, translation
from blog.languages import ENGLISH, LANGUAGES, Language
from blog.models import Visit
from blog.web.page_cache.arguments import UI
from blog.wire.service import wire

# The blueprints that readers meet. Their visit's language is asked for only there.
_READERS = {"reader", "embed", "feeds", "preview", "syndication"}
_POLLS = {"live.since", "live.since_in_frames"}
# Addresses that say nothing in words.
WORDLESS = {"reader.media", "reader.push_worker", "embed.script"}
CARRYING = {"live.socket", *_POLLS}


def init_app(app: Flask) -> None:
    """Templates use the catalogue that Python uses; by Flask-Babel, the sentences of other extensions follow too."""
    Babel(app, configure_jinja=False, locale_selector=lambda: LANGUAGES[translation.language.get()].locale)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    gettext, ngettext = translation.lookup, translation.lookup_plural
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=translation.pgettext
    )
    app.jinja_env.globals.update(
        _=translated, lazy_gettext=translation.lazy_gettext, lazy_pgettext=translation.lazy_pgettext
    )
    app.jinja_env.globals.update(ui=ui, ui_dir=ui_dir, chosen_ui=translation.carried.get)
    app.jinja_env.globals.update(offered=offered, in_language=in_language, gap=translation.gap)
    app.jinja_env.globals.update(in_chosen_ui=in_chosen_ui, in_every_language=in_every_language)
    app.before_request(_begin)
    app.teardown_request(_end)


def translated(sentence: str, **values: object) -> Markup:
    """The sentence with its values filled in, escaped. Jinja's own way there takes five times as long."""
    found = Markup(translation.lookup(sentence))  # noqa: S704 — from our own catalogue
    return found % values if values else found


def ui() -> str:
    """The language of the page, for `lang`."""
    return translation.language.get()


def ui_dir() -> str:
    """Its direction, for `dir`."""
    return LANGUAGES[translation.language.get()].direction


def offered() -> list[Language]:
    """The languages that people can choose from; none where there is no choice."""
    spoken = languages.spoken()
    return [LANGUAGES[tag] for tag in spoken] if len(spoken) > 1 else []


def in_language(tag: str) -> str:
    """The address of the present page in another language; "" for what has no address."""
    if request.blueprint not in _READERS or not request.endpoint:
        return ""
    values = {**(request.view_args or {}), **(g.get("params") or {}), UI: tag}
    return url_for(request.endpoint, **values)


def in_chosen_ui(canonical: str) -> str:
    """The address of the present page for search engines, which keep each language apart."""
    chosen = translation.carried.get()
    return _with_ui(canonical, chosen) if chosen else canonical


def in_every_language(canonical: str, visit: Visit | None) -> list[tuple[str, str]]:
    """Each language with the page's address in it; none where there is no choice."""
    own = languages.best(visit.lang) if visit else of_site()
    return [(one.tag, canonical if one.tag == own else _with_ui(canonical, one.tag)) for one in offered()]


def _with_ui(address: str, tag: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{UI}={tag}"


def of_site() -> str:
    """The language of pages that belong to no visit."""
    return languages.best(current_app.config["SETTINGS"].site_lang)


def of_desk(chosen: str = "") -> str:
    """The language of the desk for an account that has chosen this one, or none."""
    return languages.best(chosen or current_app.config["SETTINGS"].site_lang)


def speak(chosen: str) -> None:
    """Uses the desk's language for this choice until the request ends."""
    g.speaking.enter_context(translation.speaking(of_desk(chosen)))


def carries(endpoint: str) -> bool:
    """Whether links to this endpoint carry the language that was chosen."""
    return endpoint in CARRYING or (endpoint.partition(".")[0] in _READERS and endpoint not in WORDLESS)


def _begin() -> None:
    """Finds the language of a request, for everything that is said before and beside a cached page."""
    is_for_readers = request.blueprint in _READERS or request.endpoint in _POLLS or request.endpoint is None
    given = request.args.get(UI, "") if is_for_readers else ""
    stack = g.speaking = ExitStack()
    own = of_site() if is_for_readers else ENGLISH
    stack.enter_context(translation.speaking(own, languages.asked(given, own)))
    slug = (request.view_args or {}).get("slug") if is_for_readers else None
    if slug and (head := wire().heads.of(slug)) and (own := languages.best(head.lang)) != of_site():
        stack.enter_context(translation.speaking(own, languages.asked(given, own)))


def _end(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("speaking", None)
    if stack:
        stack.close()
