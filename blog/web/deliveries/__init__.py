"""Sends what the queue holds to webhooks: rendered and signed when it is sent, in its present state."""

from blog.web.deliveries.worker import DeliveryWorker, init_app

__all__ = ["DeliveryWorker", "init_app"]
