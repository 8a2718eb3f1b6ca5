"""Says which buttons a new text can be sent with: only those that can succeed now, and why some are missing."""

from __future__ import annotations

from dataclasses import dataclass

from blog.models import Reporter, Status, Visit
from blog.permissions import may_edit_others, may_publish
from blog.translation import _, gap
from blog.web.desk import bp


@dataclass(frozen=True)
class Ways:
    """The values of the buttons: the main one and the others, each with its label; and why there is no other, if so."""

    main: str
    others: tuple[str, ...]
    labels: dict[str, str]
    why: str = ""


@bp.app_template_global()
def ways(visit: Visit, account: Reporter) -> Ways:
    """The ways in which an account can send a new text of a visit, as the visit is now."""
    has_ended, is_editor = visit.status is Status.ENDED, may_edit_others(account, visit)
    why = ""
    if has_ended:
        advice = (
            _("Save a draft, or set the visit live again under Status.")
            if is_editor
            else _("Hand your text in, or save it as a draft.")
        )
        why = _("This visit has ended, so nothing new can be published.") + gap() + advice
    elif not may_publish(account, visit):
        why = _("An editor approves every text of this visit. Hand yours in.")
    main = "publish" if not why else "draft" if is_editor else "submit"
    labels = {"publish": _("Publish"), "draft": _("Save as draft"), "submit": _("Hand in")}
    return Ways(main, tuple(name for name in ("draft", "submit") if name != main), labels, why)
