"""What the attributes of the desk's forms say: sent by htmx, they go where they go without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blog.settings import ROOT

TEMPLATES = ROOT / "templates"
FORM = re.compile(r"<form\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>{])*>", re.DOTALL)
ATTRIBUTE = re.compile(r'\s([\w:-]+)(?:="((?:\{\{.*?\}\}|[^"{])*)")?')
# A text that was handed back to a browser without scripts: with them, a form never leaves its page. And the form of the
# page without a connection, which only the outbox sends. And the pages that upload a picture as a form, of which one is
# that of a portrait. And the question for the password, which sends the form of another page on. And the
# question before an account is changed, which scripts ask in a dialog. And the language of an account: the whole page
# comes in the new one.
PLAIN = {"desk/account/confirm.html", "desk/kept.html", "desk/offline.html", "desk/media/page.html"}
PLAIN |= {"desk/set_up/portrait.html", "desk/accounts/sure.html", "desk/account/_language.html"}


def forms() -> Iterator[tuple[str, dict[str, str]]]:
    """Every form that posts, with its template and its attributes."""
    folders = (TEMPLATES / "desk", TEMPLATES / "security")
    paths = sorted(path for folder in folders for path in folder.rglob("*.html"))
    for path in (TEMPLATES / "layout" / "desk.html", *paths):
        name = str(path.relative_to(TEMPLATES))
        for form in FORM.findall(path.read_text()):
            attributes = dict(ATTRIBUTE.findall(re.sub(r"\{%.*?%\}", " ", form)))
            if attributes.get("method") == "post" and name not in PLAIN:
                yield name, attributes


def test_the_forms_of_the_desk_are_sent_by_htmx_to_their_own_address() -> None:
    found = list(forms())
    assert len(found) > 15
    for name, attributes in found:
        assert attributes.get("hx-post") == attributes["action"], name
        assert {"hx-target", "hx-swap"} <= attributes.keys(), name
