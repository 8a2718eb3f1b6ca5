"""A webhook for tests, what its worker does, and what arrived."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from blog import newsroom
from blog.extensions import db
from blog.fetching.posting import Poster
from blog.models import Channel, Delivery, DeliveryAnswer, DeliveryTarget
from blog.models.webhook import EVENTS
from blog.newsroom import transaction
from blog.newsroom.webhooks import Subscription
from blog.permissions import SYSTEM
from blog.queries import webhooks
from blog.web.deliveries import DeliveryWorker, WebhookSender
from tests.elsewhere import Elsewhere

URL = "https://site.example/hook"
OTHER = "https://vimeo.com/hook"


def add(url: str = URL, events: tuple[str, ...] = EVENTS, visit: str = "") -> str:
    return newsroom.webhooks.add(SYSTEM, Subscription("The archive", url, events, visit))


def webhook_worker(app: Flask, poster: Poster) -> DeliveryWorker:
    """A worker that posts with this poster; the site's pages use it too."""
    worker = DeliveryWorker(app)
    app.extensions["webhook_sender"] = sender = WebhookSender(poster)
    worker.add(Channel.WEBHOOK, sender)
    return worker


def secrets_of(public_id: str, key: str) -> tuple[str, ...]:
    """What a webhook is signed with now, the newest secret first."""
    db.session.rollback()
    listed = webhooks.by_public_id(public_id)
    assert listed
    return listed.webhook.secrets_at(transaction.current_time(), key)


def work(worker: DeliveryWorker) -> None:
    """Does what the worker's threads do, one target after the other."""
    for claimed in newsroom.deliveries.claim(Channel.WEBHOOK, 10):
        worker.work(claimed)


def told(elsewhere: Elsewhere) -> list[tuple[str, dict[str, Any]]]:
    """What arrived: the name of each event, and its data."""
    contents = [json.loads(body) for _, body in elsewhere.posted]
    return [(content["type"], content["data"]) for content in contents]


def names(elsewhere: Elsewhere) -> list[str]:
    return [name for name, _ in told(elsewhere)]


def waiting(*, dead: bool = False) -> int:
    db.session.rollback()
    condition = Delivery.dead_at.is_not(None) if dead else Delivery.dead_at.is_(None)
    return db.session.scalars(select(func.count()).select_from(Delivery).where(condition)).one()


def target() -> DeliveryTarget:
    db.session.rollback()
    return db.session.scalars(select(DeliveryTarget)).one()


def statuses() -> list[int | None]:
    db.session.rollback()
    return list(db.session.scalars(select(DeliveryAnswer.status).order_by(DeliveryAnswer.id)))
