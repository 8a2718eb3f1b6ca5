"""Removes from the text of a mail what its sender did not write: the signature, and the mails before it."""

from __future__ import annotations

import re

_FORWARDS = r"fwd?|fw|wg|tr|rv|doorst|转发|轉寄|転送|إعادة توجيه|пересл"
_REPLIES = r"re|aw|antw|sv|回复|答复|回覆|返信|رد|отв|ответ"
_PREFIX = re.compile(rf"\s*(?:(?P<forward>{_FORWARDS})|{_REPLIES})\s*(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE)
# `---------- Forwarded message ---------`, `-----Original Message-----`, `________________`
_DIVIDER = re.compile(r"\s*(?:[-—]{3,}\s?\S.{1,60}\S\s?[-—]{3,}|_{10,})\s*")
_BEGINS_FORWARD = re.compile(
    r"(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|下面是被转发的邮件|以下は転送されたメッセージ)"
    r"\s*[:：]?\s*",
    re.IGNORECASE,
)
_SAYS_FORWARD = re.compile(
    r"forward|weitergeleitet|transféré|reenviado|inoltrato|пересыла|转发|轉寄|転送|توجيه", re.IGNORECASE
)
_FIELD = re.compile(r"\s*\**[^\W\d_][^:：\n]{0,24}[:：]\**\s*\S.*")
_SENT_FROM = re.compile(
    r"\s*(?:sent from my |get outlook for |von meinem \S+ gesendet|envoyé de mon |enviado desde mi |inviato da "
    r"|отправлено с |发自我的|發自我的|iphoneから送信|أُرسلت من ).{0,60}",
    re.IGNORECASE,
)
# The sign of a signature, also without its space, and as Markdown has it.
_SIGNATURE = ("-- ", "--", "--\xa0", "\\-- ", "\\--")
# So many lines of fields one below the other are the head of a mail.
HEAD_LINES = 3
# A sentence such as "On Friday, Ada wrote:" takes no more lines.
ATTRIBUTION_LINES = 3


def without_prefixes(subject: str) -> tuple[str, bool]:
    """A subject without `Re:` and the like in front of it, and whether the mail forwards another one."""
    is_forward = False
    while found := _PREFIX.match(subject):
        is_forward = is_forward or bool(found["forward"])
        subject = subject[found.end() :]
    return subject.strip(), is_forward


def own_words(text: str, *, is_reply: bool, is_forward: bool) -> str:
    """What the sender has written, followed by what they forward. What they answer to is left out."""
    lines = text.split("\n")
    at = _history(lines, is_reply=is_reply or is_forward)
    own, rest = lines[:at], lines[at:]
    keeps = is_forward or (bool(rest) and _is_forward_line(rest[0]))
    if keeps and rest and not _FIELD.fullmatch(rest[0]):
        rest = rest[1:]
    parts = [_without_signature(_without_quotes(own, is_reply=is_reply))]
    if keeps:
        parts.append(_without_signature(rest))
    return "\n\n".join(part for part in ("\n".join(each).strip() for each in parts) if part)


def _history(lines: list[str], *, is_reply: bool) -> int:
    """The number of the line with which another mail begins: a divider, or the head of that mail."""
    for number, line in enumerate(lines):
        if _BEGINS_FORWARD.fullmatch(line):
            return number
        if _DIVIDER.fullmatch(line) and _fields_from(lines, number + 1):
            return number
        if is_reply and _FIELD.fullmatch(line) and _fields_from(lines, number) >= HEAD_LINES:
            return number
    return len(lines)


def _fields_from(lines: list[str], number: int) -> int:
    """How many lines of fields follow each other from here, after one empty line at most."""
    if number < len(lines) and not lines[number].strip():
        number += 1
    count = 0
    while number + count < len(lines) and count < HEAD_LINES and _FIELD.fullmatch(lines[number + count]):
        count += 1
    return count


def _is_forward_line(line: str) -> bool:
    return bool(_BEGINS_FORWARD.fullmatch(line) or (_DIVIDER.fullmatch(line) and _SAYS_FORWARD.search(line)))


def _without_quotes(lines: list[str], *, is_reply: bool) -> list[str]:
    """Leaves out each quotation that a sentence such as `Ada wrote:` stands before, and in a reply the last one."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and lines[end].lstrip().startswith(">"):
            end += 1
        if end == number:
            kept.append(lines[number])
            number += 1
            continue
        is_last = not any(line.strip() for line in lines[end:])
        attribution = _attribution(kept)
        if attribution:
            del kept[-attribution:]
        elif not (is_reply and is_last):
            kept += lines[number:end]
        number = end
    return kept


def _attribution(kept: list[str]) -> int:
    """How many of the last lines say whose words follow; 0 when none does."""
    empty = next((count for count, line in enumerate(reversed(kept)) if line.strip()), len(kept))
    said = 0
    for line in reversed(kept[: len(kept) - empty]):
        if not line.strip():
            break
        said += 1
    last = kept[-empty - 1].rstrip(" *_") if said else ""
    return said + empty if 0 < said <= ATTRIBUTION_LINES and empty <= 1 and last.endswith((":", "：")) else 0


def _without_signature(lines: list[str]) -> list[str]:
    at = next(
        (number for number, line in enumerate(lines) if line in ("-- ", "--", "--\xa0", "\\-- ", "\\--")), len(lines)
    )
    kept = lines[:at]
    while kept and (not kept[-1].strip() or _SENT_FROM.fullmatch(kept[-1])):
        kept.pop()
    return kept
