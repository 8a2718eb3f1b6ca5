"""Makes a draft of a mail, with its pictures and documents. Nothing that comes by mail is published by itself.

Anybody can write any sender into a mail: whose it is, only the secret in the address says that it was sent to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blog.inbox.letters import Attachment, Letter
from blog.models import DeskNote, DeskVerb, ReceivedMail, Refusal
from blog.models.limits import BODY_CHARACTERS, HEADLINE_CHARACTERS, MEDIA_SHOWN, NAME_CHARACTERS, NOTE_CHARACTERS
from blog.newsroom import commits, drafts, media, noted
from blog.newsroom.errors import Invalid
from blog.newsroom.media import NotKept
from blog.newsroom.new_updates import add
from blog.newsroom.posts import Post
from blog.newsroom.transaction import Transaction, current_time, verb
from blog.newsroom.wording import visible, visible_line
from blog.text.cleaning import clean
from blog.text.excerpt import shortened
from blog.text.graphemes import cut
from blog.text.literal import literal
from blog.translation import _

_FILE_NAME_SHOWN = 40


@dataclass(frozen=True)
class Mail:
    """A mail as it was received. `digest` is of its account and its Message-ID; `subject` has no mark of the visit."""

    digest: str
    subject: str
    letter: Letter


def file(visit_id: int, account_id: int, mail: Mail, *, dateline: str = "") -> str | None:
    """Makes the draft of a mail and returns its public id; None if it says and shows nothing.

    Its files are added first. Raises NotKept when they cannot be kept now: nothing is lost, the mail is read again.
    """
    ids, lines = _add_files(visit_id, account_id, mail.letter.attachments)
    title, text, is_cut = _words(mail)
    if is_cut:
        lines.append(_("The text is too long for an update. Its end is only in the mail."))
    for body in dict.fromkeys((text, cut(literal(text), BODY_CHARACTERS))):
        post = Post(body, title, stop=dateline, media=ids)
        try:
            return save(visit_id, account_id, post, mail.digest, sender=mail.letter.sender, lines=lines)
        except Invalid:
            continue  # its signs make no Markdown that can be saved: it is taken as it was typed
        except IntegrityError:
            return None  # another process has taken it
    return None


def refuse(account_id: int, digest: str, refusal: Refusal) -> None:
    """Notes why no draft was made of a mail, for its sender to see."""
    try:
        with commits.write_session() as session:
            received = ReceivedMail(reporter_id=account_id, digest=digest, refusal=refusal)
            received.received_at = current_time()
            session.add(received)
    except IntegrityError:  # another process has noted it
        return


@verb()
def save(tx: Transaction, post: Post, digest: str, *, sender: str, lines: Sequence[str]) -> str:
    """Saves the draft, and notes in the same transaction that its mail was received. `lines` tell its author more."""
    before = tx.session.scalar(select(ReceivedMail).where(ReceivedMail.digest == digest))
    if before:
        tx.without_event = True
        return ""
    update = add(tx, post, client_key="", for_readers=False)
    update.mailed_from = shortened(visible_line(sender), NAME_CHARACTERS)
    received = ReceivedMail(reporter_id=tx.by_id, digest=digest, update_id=update.id, received_at=tx.at)
    tx.session.add(received)
    drafts.keep(tx, update)
    if lines:
        text = shortened(" ".join(lines), NOTE_CHARACTERS)
        note = DeskNote(visit_id=tx.visit.id, update=update, text=text, author_id=tx.by_id, created_at=tx.at)
        tx.session.add(note)
        tx.session.flush()
        noted.tell(tx, DeskVerb.NOTE, note)
    return update.public_id


def _words(mail: Mail) -> tuple[str, str, bool]:
    """The subject and the text as an update may have them, and whether the end of the text is left out."""
    subject, text = visible_line(mail.subject), visible(clean(mail.letter.text))
    if len(subject) > HEADLINE_CHARACTERS:
        text = f"{subject}\n\n{text}".strip()
    return cut(subject, HEADLINE_CHARACTERS), cut(text, BODY_CHARACTERS), len(text) > BODY_CHARACTERS


def _add_files(visit_id: int, account_id: int, attachments: Sequence[Attachment]) -> tuple[list[str], list[str]]:
    """The public ids of the files that were taken, and a sentence for each that was not."""
    ids, lines = list[str](), list[str]()
    for attachment in attachments:
        name = shortened(visible_line(attachment.name), _FILE_NAME_SHOWN) or _("a file without a name")
        if len(ids) == MEDIA_SHOWN:
            reason = _("An update shows at most %(most)s pictures and documents.", most=MEDIA_SHOWN)
            lines.append(_("Not taken from the mail: %(name)s. %(reason)s", name=name, reason=reason))
            continue
        try:
            ids.append(media.add_file(visit_id, account_id, attachment.data, attachment.name).public_id)
        except NotKept:
            raise
        except Invalid as error:
            lines.append(_("Not taken from the mail: %(name)s. %(reason)s", name=name, reason=error))
    return ids, lines
