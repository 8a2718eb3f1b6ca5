"""Sets up a visit, continued: its sides, their speakers and its topics."""

from __future__ import annotations

from flask import request

from blog import newsroom
from blog.models import Visit
from blog.text.names import listed
from blog.translation import _, gap, ngettext
from blog.web.desk.auth import reporter
from blog.web.desk.cities import place_in
from blog.web.desk.forms import Form
from blog.web.desk.set_up_page import SAVED, loaded, set_up_form, typed


@set_up_form("delegations", "new-delegation")
def add_delegation(visit: Visit) -> str:
    newsroom.people.add_delegation(visit.id, reporter().id, typed("name"), **_side(visit))
    return _("%(name)s was added. Add its speakers above, or the next side here.", name=_name())


@set_up_form("delegations/<key>", "delegation-{key}")
def alter_delegation(visit: Visit, key: str) -> str:
    newsroom.people.alter_delegation(visit.id, reporter().id, key, typed("name"), loaded=loaded(), **_side(visit))
    return _(SAVED)


@set_up_form("speakers", "new-speaker")
def add_speaker(visit: Visit) -> str:
    fields = {name: typed(name) for name in ("title", "delegation")}
    newsroom.people.add_speaker(visit.id, reporter().id, typed("name"), **fields)
    return _("%(name)s was added. Add the next speaker here, or go on to the topics.", name=_name())


@set_up_form("delegations/<key>/speakers", "speakers-{key}")
def add_speakers(visit: Visit, key: str) -> str | Form:
    """The lines that are wrong stay in the field; sent once more, they add no double."""
    added = newsroom.speaker_lists.add_speakers(visit.id, reporter().id, key, typed("lines"))
    sentences = list[str]()
    if added.names or not added.wrong:
        sentences.append(ngettext("%(num)s speaker was added.", "%(num)s speakers were added.", len(added.names)))
    if added.skipped:
        sentences.append(_("Already there, and left as they are: %(names)s.", names=listed(added.skipped)))
    if not added.wrong:
        return gap().join(sentences)
    return Form(
        {"lines": "\n".join(line.text for line in added.wrong)},
        {"lines": "\n".join(line.sentence for line in added.wrong)},
        message=gap().join(sentences),
        takes_focus=False,
    )


@set_up_form("speakers/<key>", "speaker-{key}")
def change_speaker(visit: Visit, key: str) -> str:
    optional = {name: request.form.get(name) for name in ("name", "delegation", "titles")}
    newsroom.people.change_speaker(visit.id, reporter().id, key, title=typed("title"), loaded=loaded(), **optional)
    return _("Saved. Earlier updates keep the title and the side of their day.")


@set_up_form("topics", "new-topic")
def add_topic(visit: Visit) -> str:
    newsroom.people.add_topic(visit.id, reporter().id, typed("name"))
    return _("%(name)s was added. Updates can be filed under it. Add the next topic here.", name=_name())


@set_up_form("topics/<key>", "topic-{key}")
def rename_topic(visit: Visit, key: str) -> str:
    newsroom.people.rename_topic(visit.id, reporter().id, key, typed("name"), loaded=loaded())
    return _("Saved. Readers see the new name; old links still work.")


def _name() -> str:
    return " ".join(typed("name").split())


def _side(visit: Visit) -> dict[str, str]:
    return {"short_name": typed("short_name"), **place_in("capital", visit.lang).fields("capital")}
