"""Reads the inbox and makes a draft of each mail to a private address, away from whatever serves readers."""

from blog.web.inbox.worker import InboxWorker, init_app

__all__ = ["InboxWorker", "init_app"]
