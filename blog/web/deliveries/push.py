"""The channel of Web Push: one delivery for all browsers of a service, sent to some hundred at a time."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta

from blog import newsroom
from blog.extensions import db
from blog.fetching.posting import wait_of
from blog.newsroom.attempts import NOTHING_TO_TELL, Answer, Outcome
from blog.newsroom.deliveries import Waiting
from blog.newsroom.push import Told
from blog.newsroom.transaction import current_time
from blog.push import PushSettings
from blog.push.apart import Browser, Pushed, Pusher
from blog.push.hosts import service_of
from blog.queries import push as subscriptions
from blog.web.deliveries.notifications import Notification, notification

BROWSERS_AT_ONCE = 200
# So few may fail beside others that get it: each is sent it again by itself. More are taken for trouble of the service.
MOST_STRAGGLERS = 10
# After so long they are set apart however many they are, so that they delay nobody else.
PATIENCE = timedelta(minutes=10)
_GONE = (404, 410)
_AGAIN = (408, 425, 429)

logger = logging.getLogger(__name__)


class PushSender:
    """Notifies browsers. Only tests replace its `pusher`."""

    at_once = 2

    def __init__(self, settings: PushSettings, pusher: Pusher, contact: str) -> None:
        self._settings, self._contact = settings, contact
        self.pusher = pusher

    def deliver(self, delivery: Waiting) -> Answer:
        shown = notification(delivery)
        if shown is None:
            return NOTHING_TO_TELL
        browsers = self._next(delivery, shown)
        if not browsers:
            is_told = bool(delivery.progress)
            return Answer(Outcome.DELIVERED, name=delivery.verb or "", status=201) if is_told else NOTHING_TO_TELL
        answers = self._send(browsers, shown)
        told, trouble = sorted_out(answers)
        for id_, answer in answers.items():
            if answer.status is not None and answer.status >= 400 and id_ in told.done:
                logger.warning("a push service refused a notification: %s", answer.status)
        if trouble and not self._are_stragglers(delivery, told, trouble):
            newsroom.push.note(delivery, told, banner_seq=shown.banner_seq, of_key_event=shown.of_key_event)
            return self._failure(delivery, [answers[id_] for id_ in trouble])
        told = Told(told.done, told.gone, trouble)
        newsroom.push.note(delivery, told, banner_seq=shown.banner_seq, of_key_event=shown.of_key_event)
        return Answer(Outcome.IN_PART, progress=str(browsers[-1].id))

    def _next(self, delivery: Waiting, shown: Notification) -> Sequence[Browser]:
        after = int(delivery.progress or 0)
        assert delivery.visit_id is not None and delivery.seq is not None  # noqa: PT018 — or there is no notification
        found = subscriptions.untold(
            delivery.target_id,
            delivery.visit_id,
            delivery.seq,
            audience=shown.audience,
            after_id=after,
            most=BROWSERS_AT_ONCE,
        )
        browsers = [Browser(one.id, one.endpoint, one.public_key, one.auth) for one in found]
        db.session.rollback()  # no connection is held while services think
        return browsers

    def _send(self, browsers: Sequence[Browser], shown: Notification) -> Mapping[int, Pushed]:
        """The answers for all of them. A host that PUSH_HOSTS names no more is not asked: it counts as gone."""
        known = [one for one in browsers if service_of(one.endpoint, self._settings.hosts)]
        now, key = current_time(), self._settings.key
        answers = self.pusher.deliver(
            known, shown.content, shown.headers, lambda origin: key.authorization(origin, self._contact, now)
        )
        unasked = {one.id: Pushed(410) for one in browsers if one not in known}
        unanswered = {one.id: Pushed(None, "it was not reached in time") for one in known if one.id not in answers}
        return {**answers, **unasked, **unanswered}

    def _are_stragglers(self, delivery: Waiting, told: Told, trouble: Sequence[int]) -> bool:
        """Whether those that failed are a few among others that the service reaches."""
        is_reached = bool(told.done or told.gone or delivery.progress)
        is_late = delivery.created_at < current_time() - PATIENCE
        return is_reached and (len(trouble) <= MOST_STRAGGLERS or is_late)

    def _failure(self, delivery: Waiting, answers: Sequence[Pushed]) -> Answer:
        now = current_time()
        status = next((answer.status for answer in answers if answer.status), None)
        wait = max(wait_of(answer.said, now) for answer in answers if answer.status) if status else timedelta()
        error = "" if status else answers[0].said
        return Answer(Outcome.FAILED, name=delivery.verb or "", status=status, error=error, wait=wait)


def sorted_out(answers: Mapping[int, Pushed]) -> tuple[Told, list[int]]:
    """Who has it or never will, who is gone, and who may be sent it again, by what the services said (RFC 8030)."""
    gone = [id_ for id_, answer in answers.items() if answer.status in _GONE]
    again = [
        id_
        for id_, answer in answers.items()
        if answer.status is None or answer.status in _AGAIN or answer.status >= 500
    ]
    return Told([id_ for id_ in answers if id_ not in {*gone, *again}], gone), again
