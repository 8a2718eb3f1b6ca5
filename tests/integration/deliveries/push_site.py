"""A site with notifications, for tests: its service, its browsers, and what its queue does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask
from sqlalchemy import func, select

from blog import newsroom
from blog.extensions import db
from blog.models import Channel, Delivery, PushSubscription
from blog.newsroom.push import Wanted
from blog.push import PushSettings, from_settings
from blog.web.deliveries import DeliveryWorker, PushSender
from tests.push_service import OTHER_HOST, PUSH_HOST, Device, PushServer
from tests.sample_visit import SampleVisit

KEY = "kAMR8pdTr5fqvWYM09jZsgaUTKFuWcGPzWoiN72j0PU"
CONTACT = "mailto:desk@paper.example"


@dataclass
class PushSite:
    """`talks` is its visit. What happens there is sent to `server` by `work`."""

    talks: SampleVisit
    server: PushServer
    settings: PushSettings
    worker: DeliveryWorker
    sender: PushSender

    @classmethod
    def made(cls, app: Flask, talks: SampleVisit, server: PushServer) -> PushSite:
        settings = from_settings(KEY, f"{PUSH_HOST} {OTHER_HOST}")
        assert settings
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], push=settings)
        worker, sender = DeliveryWorker(app), PushSender(settings, server.pusher(), CONTACT)
        worker.add(Channel.PUSH, sender)
        return cls(talks, server, settings, worker, sender)

    def subscribe(self, device: Device, *about: str) -> bool:
        given = device.subscription(*about)
        wanted = Wanted(given["endpoint"], given["keys"]["p256dh"], given["keys"]["auth"], given["about"])
        return newsroom.push.subscribe(self.talks.visit_id, wanted, self.settings.hosts)

    def devices(self, count: int, *about: str, host: str = PUSH_HOST) -> list[Device]:
        made = [Device(f"{host.partition('.')[0]}-{number}", host) for number in range(count)]
        for device in made:
            self.subscribe(device, *about)
        return made

    def set_banner(self, text: str, **fields: str) -> None:
        newsroom.banner.set_banner(self.talks.visit_id, self.talks.editor_id, text, **fields)  # type: ignore[arg-type]

    def clear_banner(self, note: str = "") -> None:
        newsroom.banner.clear_banner(self.talks.visit_id, self.talks.editor_id, note_text=note)

    def work(self) -> None:
        self.worker.run_due()

    def names(self) -> list[str]:
        """Those that are subscribed, by the ends of their addresses."""
        db.session.rollback()
        endpoints = db.session.scalars(select(PushSubscription.endpoint).order_by(PushSubscription.id))
        return [endpoint.rpartition("/")[2] for endpoint in endpoints]

    def waiting(self) -> int:
        db.session.rollback()
        return db.session.scalars(select(func.count()).select_from(Delivery)).one()

    def targets(self) -> int:
        """How many targets the subscriptions have together."""
        db.session.rollback()
        return db.session.scalars(select(func.count(PushSubscription.target_id.distinct()))).one()
