"""Sends what the queue holds, rendered when it is sent, in its present state. `channels` says what a channel is."""

from __future__ import annotations

from flask import Flask

from blog.fetching.posting import Poster
from blog.models import Channel
from blog.push.apart import Pusher
from blog.settings import Settings
from blog.web.deliveries.mails import MailSender
from blog.web.deliveries.push import PushSender
from blog.web.deliveries.webhooks import WebhookSender
from blog.web.deliveries.websub import HubSender
from blog.web.deliveries.worker import DeliveryWorker

__all__ = ["DeliveryWorker", "PushSender", "WebhookSender", "init_app"]


def init_app(app: Flask, options: Settings) -> None:
    """Creates the worker with the senders of all channels. The scheduler calls it, unless `flask deliver` is to do the
    work."""
    worker = app.extensions["delivery_worker"] = DeliveryWorker(app)
    webhooks = app.extensions["webhook_sender"] = WebhookSender(Poster(f"Dateline (+{options.public_url})"))
    worker.add(Channel.WEBHOOK, webhooks)
    if options.mail:
        mail = app.extensions["mail_sender"] = MailSender(options.mail, options.publisher.name)
        worker.add(Channel.MAIL, mail)
    if options.websub_hub:
        worker.add(Channel.WEBSUB, HubSender(options.websub_hub))
    if options.push:
        pusher = Pusher(f"Dateline (+{options.public_url})")
        contact = options.publisher.contact_url or (options.public_url if options.serves_tls else "")
        sender = app.extensions["push_sender"] = PushSender(options.push, pusher, contact)
        worker.add(Channel.PUSH, sender)
