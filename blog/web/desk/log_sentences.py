"""The sentences of the desk's log: one for every verb, with who acted and what it was about."""

from __future__ import annotations

from collections.abc import Mapping

from blog.models import DeskVerb, EditKind, Verb
from blog.queries.desk_log_entries import Entry
from blog.translation import N_

OF_READERS_LOG: Mapping[Verb, str] = {
    Verb.OPEN: N_("%(who)s opened the visit"),
    Verb.PUBLISH: N_("%(who)s published %(what)s"),
    Verb.EDIT: N_("%(who)s changed %(what)s"),
    Verb.WITHDRAW: N_("%(who)s withdrew %(what)s"),
    Verb.PURGE: N_("%(who)s purged %(what)s"),
    Verb.PIN: N_("%(who)s pinned %(what)s"),
    Verb.UNPIN: N_("%(who)s unpinned %(what)s"),
    Verb.KEY: N_("%(who)s made %(what)s a key event"),
    Verb.UNKEY: N_("%(who)s took %(what)s out of the key events"),
    Verb.SHOW_MEDIA: N_("%(who)s changed what is shown with %(what)s"),
    Verb.CARD: N_("%(who)s added a card to %(what)s"),
    Verb.MARK: N_("%(who)s marked passages of %(what)s with topics"),
    Verb.CONFIRM: N_("%(who)s checked the translation %(what)s against its original"),
    Verb.UNTIE: N_("%(who)s unlinked a translation from %(what)s"),
    Verb.SET_BANNER: N_("%(who)s set the banner"),
    Verb.CLEAR_BANNER: N_("%(who)s cleared the banner"),
    Verb.SET_STATUS: N_("%(who)s changed the status of the visit"),
    Verb.DESCRIBE: N_("%(who)s changed the title, the summary or the notice"),
    Verb.SUM_UP: N_("%(who)s changed where things stand"),
    Verb.ADD_STOP: N_("%(who)s added the stop %(what)s"),
    Verb.CHANGE_STOP: N_("%(who)s changed the stop %(what)s"),
    Verb.RENAME_STOP: N_("%(who)s renamed the stop %(what)s"),
    Verb.ARRIVE: N_("%(who)s moved the visit to %(what)s"),
    Verb.LEAVE: N_("%(who)s noted that the visit left %(what)s"),
    Verb.TAKE_BACK: N_("%(who)s took back an arrival or a departure: %(what)s"),
    Verb.DROP_STOP: N_("%(who)s removed a stop"),
    Verb.ORDER_STOPS: N_("%(who)s put the stops in another order"),
    Verb.ADD_DELEGATION: N_("%(who)s added the side %(what)s"),
    Verb.ALTER_DELEGATION: N_("%(who)s changed the side %(what)s"),
    Verb.DROP_DELEGATION: N_("%(who)s removed a side"),
    Verb.ADD_SPEAKER: N_("%(who)s added the speaker %(what)s"),
    Verb.RENAME_SPEAKER: N_("%(who)s renamed the speaker %(what)s"),
    Verb.RETITLE_SPEAKER: N_("%(who)s changed the title of %(what)s"),
    Verb.PORTRAY: N_("%(who)s changed the portrait of %(what)s"),
    Verb.DROP_SPEAKER: N_("%(who)s removed a speaker"),
    Verb.ADD_TOPIC: N_("%(who)s added the topic %(what)s"),
    Verb.RENAME_TOPIC: N_("%(who)s renamed the topic %(what)s"),
    Verb.DROP_TOPIC: N_("%(who)s removed a topic"),
    Verb.PLAN: N_("%(who)s put %(what)s on the schedule"),
    Verb.REPLAN: N_("%(who)s changed %(what)s on the schedule"),
    Verb.RESCHEDULE: N_("%(who)s moved %(what)s to another time"),
    Verb.BEGIN: N_("%(who)s noted that %(what)s has begun"),
    Verb.FINISH: N_("%(who)s noted that %(what)s is over"),
    Verb.CALL_OFF: N_("%(who)s marked %(what)s as cancelled"),
    Verb.REINSTATE: N_("%(who)s marked %(what)s as planned again"),
    Verb.UNPLAN: N_("%(who)s removed an event from the schedule"),
    Verb.MOVE_ON: N_("The schedule moved on"),
}
OF_DESKS_LOG: Mapping[DeskVerb, str] = {
    DeskVerb.SAVE: N_("%(who)s saved %(what)s"),
    DeskVerb.HAND_IN: N_("%(who)s handed in %(what)s"),
    DeskVerb.SCHEDULE: N_("%(who)s scheduled %(what)s"),
    DeskVerb.HOLD: N_("%(who)s put %(what)s under embargo"),
    DeskVerb.TAKE_OUT: N_("%(who)s took %(what)s out of the embargo"),
    DeskVerb.CLAIM: N_("%(who)s claimed %(what)s"),
    DeskVerb.UNCLAIM: N_("%(who)s gave up the claim of %(what)s"),
    DeskVerb.RETURN: N_("%(who)s returned %(what)s with a note"),
    DeskVerb.DISCARD: N_("%(who)s discarded a text"),
    DeskVerb.RELEASE: N_("%(who)s released %(what)s from its embargo"),
    DeskVerb.EMBARGO: N_("%(who)s set or changed the embargo %(what)s or its banner"),
    DeskVerb.NOTE: N_("%(who)s wrote a note to the desk"),
    DeskVerb.REPORT: N_("%(who)s reported an error"),
    DeskVerb.RESOLVE: N_("%(who)s resolved a note"),
    DeskVerb.REOPEN: N_("%(who)s opened a note again"),
    DeskVerb.DELETE_NOTE: N_("%(who)s deleted a note"),
    DeskVerb.HAND_OVER: N_("%(who)s handed over the desk"),
    DeskVerb.READ_HANDOVER: N_("%(who)s read the handover note"),
    DeskVerb.ASSIGN: N_("%(who)s changed who covers %(what)s, when or from where"),
    DeskVerb.DEMAND_APPROVAL: N_("%(who)s changed whether an editor approves every text"),
    DeskVerb.JOIN_TEAM: N_("%(who)s added %(what)s to the team"),
    DeskVerb.LEAVE_TEAM: N_("%(who)s took %(what)s out of the team"),
    DeskVerb.CHANGE_MEMBER: N_("%(who)s changed the account of %(what)s"),
    # What follows the readers' log is listed from there.
    DeskVerb.PUBLISH: N_("%(who)s published %(what)s"),
    DeskVerb.CHANGE_UPDATE: N_("%(who)s changed %(what)s"),
    DeskVerb.CHANGE_BANNER: N_("%(who)s changed the banner"),
    DeskVerb.CHANGE_STATUS: N_("%(who)s changed the status of the visit"),
    DeskVerb.SUM_UP: N_("%(who)s changed where things stand"),
    DeskVerb.MOVE: N_("%(who)s changed where the visit is"),
    DeskVerb.SET_UP: N_("%(who)s changed the set-up"),
    DeskVerb.SCHEDULE_DAY: N_("%(who)s changed the schedule"),
}
_EDITS: Mapping[EditKind, str] = {
    EditKind.TYPO: N_("%(who)s fixed a typo in %(what)s"),
    EditKind.UPDATE: N_("%(who)s updated %(what)s"),
    EditKind.CORRECTION: N_("%(who)s corrected %(what)s"),
}
_LIFTED = N_("%(who)s lifted the embargo %(what)s")
_TERMS = N_("%(who)s changed the terms of an embargo from “%(before)s” to “%(after)s”")
_JOINED = N_("%(what)s joined the team")
_APPROVAL = {
    "on": N_("%(who)s decided that an editor approves every text"),
    "off": N_("%(who)s decided that reporters publish without approval"),
}
_MEMBERS = {
    "reporter": N_("%(who)s made %(what)s a reporter"),
    "editor": N_("%(who)s made %(what)s an editor"),
    "admin": N_("%(who)s made %(what)s an admin"),
    "off": N_("%(who)s switched off the account of %(what)s"),
    "on": N_("%(who)s switched the account of %(what)s on again"),
}
KINDS: Mapping[str, str] = {
    "updates": N_("What is published"),
    "queue": N_("The queue"),
    "notes": N_("Notes and handovers"),
    "visit": N_("Banner, status, place"),
    "set-up": N_("The set-up"),
}


def sentence_of(entry: Entry) -> str:
    """What an entry says, with names such as `%(who)s` in it; to be translated where it is shown."""
    if entry.change and entry.change in _EDITS:
        return _EDITS[entry.change]
    if entry.verb is DeskVerb.RELEASE and entry.what == "embargo":
        return _LIFTED
    if entry.verb is DeskVerb.EMBARGO and any(entry.terms):
        return _TERMS
    if entry.verb is DeskVerb.JOIN_TEAM and entry.is_about_oneself:
        return _JOINED
    if entry.verb is DeskVerb.DEMAND_APPROVAL and entry.detail in _APPROVAL:
        return _APPROVAL[entry.detail]
    if entry.verb is DeskVerb.CHANGE_MEMBER and entry.detail in _MEMBERS:
        return _MEMBERS[entry.detail]
    return OF_READERS_LOG[entry.verb] if isinstance(entry.verb, Verb) else OF_DESKS_LOG[entry.verb]
