"""Every sentence that people read is marked for translation; `blog/translation.py` says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pytest

from blog.settings import ROOT
from tests.unit import sentences

# Names and terms that stay as they are in every language.
NAMES = {
    "Dateline",
    "Serif",
    "Sans",
    "API",
    "Atom",
    "RSS",
    "UTC",
    "English",
    "Deutsch",
    "Samsung",
    "Internet",
    "Mac",
    "OS",
}
# Formats of layout/_time.html, and what only programs read.
CODES = {"full day", "light dark", "reporter editor", "Bearer {}", 'Bearer realm="{}"'}
# Operators read these in English, as they read logs.
FOR_OPERATORS = (
    "blog/metrics.py",
    "blog/web/exposition.py",
    "blog/cli/checks/",
    "blog/environment.py",
    "blog/inbox/",
    "blog/mail.py",
    "blog/publisher/",
    "blog/push/",
    "blog/settings.py",
    "blog/wire/redis_bell.py",
)
# It runs on other sites' pages, in one file without imports, and its two sentences are seldom seen.
ELSEWHERE = "static/js/embed/host.js"
READERS: Mapping[str, Callable[[str], Sequence[str]]] = {
    "blog/**/*.py": sentences.in_python,
    "templates/**/*.html": sentences.in_template,
    "templates/**/*.xml": sentences.in_template,
    "static/js/**/*.js": sentences.in_script,
}


@cache
def unmarked() -> Mapping[str, Sequence[str]]:
    """The sentences that are not marked, by file."""
    found = {}
    for pattern, read in READERS.items():
        for path in sorted(ROOT.glob(pattern)):
            if texts := [text for text in read(path.read_text(encoding="utf-8")) if not is_exempt(text)]:
                found[path.relative_to(ROOT).as_posix()] = texts
    return found


def is_exempt(text: str) -> bool:
    words = set(text.replace("\0", " ").split()) - NAMES
    return text in CODES or not any(sentences.WORD.search(word) for word in words)


def test_every_sentence_is_marked_for_translation() -> None:
    exempt = (*FOR_OPERATORS, ELSEWHERE)
    forgotten = {path: texts for path, texts in unmarked().items() if not path.startswith(exempt)}
    assert not forgotten, "mark them with _() as blog/translation.py says"


def test_what_is_exempt_still_has_sentences() -> None:
    for part in (*FOR_OPERATORS, ELSEWHERE):
        assert any(path.startswith(part) for path in unmarked()), part


@pytest.mark.parametrize(
    ("read", "source", "found"),
    [
        (sentences.in_python, 'raise Refused("Nothing was changed.")', ["Nothing was changed."]),
        (sentences.in_python, 'errors["day"] = f"Choose one of {days}."', ["Choose one of {}."]),
        (sentences.in_python, 'echo("Done with %s" % name)', ["Done with %s"]),
        (sentences.in_python, """say(f"{place}: {_('Saved.')}")""", ["Not extracted: _('Saved.')."]),
        (sentences.in_python, 'def f():\n    """Writes a file."""\n    return _("Saved.")', []),
        (sentences.in_python, 'log.info("The server has started")\nx = "SELECT a FROM b"', []),
        (sentences.in_template, "<p>Nothing here <b>{{ x }}</b></p>", ["Nothing here"]),
        (sentences.in_template, '<a title="Read all of it" href="/x">{{ x }}</a>', ["Read all of it"]),
        (sentences.in_template, "{{ 'Withdrawn' if x else _('Published') }}", ["Withdrawn"]),
        (sentences.in_template, "{% trans %}Nothing here{% endtrans %}<code>GET x</code>{{ _('All') }}", []),
        (sentences.in_script, "said.textContent = `Show ${count} new updates`;", ["Show {} new updates"]),
        (sentences.in_script, "say(`${gettext('Copied')}!`)", ["${gettext('Copied'"]),
        (sentences.in_script, "// It's here.\nsay(gettext('Not sent.'));\nngettext('An hour.', 'Two hours.', 1)", []),
    ],
)
def test_a_sentence_that_is_not_marked_is_found(
    read: Callable[[str], Sequence[str]], source: str, found: Sequence[str]
) -> None:
    assert read(source) == found
