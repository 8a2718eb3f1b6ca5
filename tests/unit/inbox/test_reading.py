"""What is taken from a mail: the sender's own words and files, in any character set, without history and signature."""

from __future__ import annotations

from base64 import b64encode
from email.message import EmailMessage

import pytest

from blog.inbox import reading
from blog.inbox.charsets import decoded, header_text
from blog.inbox.letters import Letter

PAGE = """<html><head><title>No</title><style>p{}</style></head><body><p>They <b>met</b> at
<a href="https://example.org/a">the palace</a>.</p><ul><li>one</li><li>two</li></ul>
<table><tr><td>Left</td><td>Right</td></tr><tr><td>Below</td></tr></table><script>alert(1)</script>
<p><a href="javascript:x()">bad</a></p>
<div class="gmail_signature">Rita</div>
<div class="gmail_quote"><div class="gmail_attr">On Friday Ada wrote:</div><blockquote>Old</blockquote></div></body>"""
GMAIL = """Yes, they do.

On Fri, 3 May 2024 at 10:00, Ada Nord <ada@example.org>
wrote:

> Do they meet?
>> And where?

--\x20
Rita
"""
OUTLOOK = """Yes.

From: Ada Nord <ada@example.org>
Sent: Friday, 3 May 2024 10:00
To: Rita
Subject: Plan

Do they meet?
"""
FORWARDED = """Worth a look.

--\x20
Rita

---------- Forwarded message ---------
From: Ministry <press@ministry.example>
Date: Fri, 3 May 2024
Subject: Readout

They have met.

> “We agree.”

--\x20
Press office
"""


def letter(text: str = "Text", subject: str = "Subject", subtype: str = "plain", **headers: str) -> Letter:
    return reading.read(composed(text, subject, subtype, **headers).as_bytes())


def composed(text: str = "Text", subject: str = "Subject", subtype: str = "plain", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in {"From": "Rita <rita@example.org>", "Subject": subject, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text, subtype=subtype)
    return mail


def raw(text: bytes, content_type: str = "text/plain; charset=utf-8", more: str = "") -> Letter:
    return reading.read(f"{more}Content-Type: {content_type}\r\n\r\n".encode() + text.replace(b"\n", b"\r\n"))


def test_the_mail_before_and_the_signature_are_left_out() -> None:
    assert letter(GMAIL, "Re: Plan", In_Reply_To="<a@b>").text == "Yes, they do."
    assert letter(OUTLOOK, "RE: AW: Plan", In_Reply_To="<a@b>") == Letter("Rita <rita@example.org>", "Plan", "Yes.")
    assert letter("回复\n\n2024年5月3日，Ada写道：\n> 旧", "回复：计划", In_Reply_To="<a@b>").text == "回复"
    assert letter("Late.\n\nSent from my phone").text == "Late."


def test_a_quotation_of_ones_own_and_what_is_answered_below_it_stay() -> None:
    text = "He said:\nnothing.\n\n> A quotation.\n\nThen he left."
    assert letter(text).text == text
    assert letter("Between\n\n> theirs\n\nmine", In_Reply_To="<a@b>").text == "Between\n\n> theirs\n\nmine"
    assert letter("Name: Ada\nTitle: Envoy\nSide: North\n").text == "Name: Ada\nTitle: Envoy\nSide: North"


def test_what_is_forwarded_stays_with_its_head() -> None:
    found = letter(FORWARDED, "Fwd: Readout")
    assert found.subject == "Readout"
    head = "From: Ministry <press@ministry.example>\nDate: Fri, 3 May 2024\nSubject: Readout"
    assert found.text == f"Worth a look.\n\n{head}\n\nThey have met.\n\n> “We agree.”"
    assert letter("Begin forwarded message:\n\nFrom: A\n\nText", "WG: x").text == "From: A\n\nText"


def test_a_mail_that_is_attached_counts_with_its_files() -> None:
    inner = composed("They have met.", "Readout")
    inner.add_attachment(b"%PDF-", "application", "pdf", filename="readout.pdf")
    outer = composed("See this.", "Fwd: Readout")
    outer.add_attachment(inner)
    found = reading.read(outer.as_bytes())
    assert found.text == "See this.\n\nReadout\n\nThey have met."
    assert [each.name for each in found.attachments] == ["readout.pdf"]


def test_a_page_becomes_markdown() -> None:
    text = "They **met** at\n[the palace](https://example.org/a).\n\n- one\n- two\n\nLeft Right\nBelow\n\nbad"
    assert letter(PAGE, subtype="html", In_Reply_To="<a@b>").text == text
    both = composed("Plain text.")
    both.add_alternative(PAGE, subtype="html")
    assert reading.read(both.as_bytes()).text == "Plain text."
    blank = composed(" \n")
    blank.add_alternative("<p>Only here.</p>", subtype="html")
    assert reading.read(blank.as_bytes()).text == "Only here."


def test_pictures_inside_a_page_are_taken_and_its_decoration_is_not() -> None:
    mail = composed("<p>Look</p>", subtype="html")
    for size, name in ((200, "logo.png"), (20_000, "photo.png")):
        mail.add_related(bytes(size), "image", "png", cid=f"<{name}>", filename=name)
    mail.add_attachment(bytes(200), "image", "png", filename="small.png")
    mail.add_attachment(b"x", "application", "pgp-signature", filename="signature.asc")
    found = reading.read(mail.as_bytes())
    assert [each.name for each in found.attachments] == ["photo.png", "small.png"]


def test_lines_that_a_program_has_broken_are_joined_and_others_are_not() -> None:
    broken = (
        "The delegations have met for the second time this week in the old palace\n"
        "of the city, and they will meet again.\nA line.\nAnother.\n\n- one\n- two\n"
    )
    joined = broken.replace("palace\nof", "palace of").strip()
    assert raw(broken.encode()).text == joined
    flowed = b"One \nparagraph.\nAnother.\n> quoted \n> text\n-- \nRita"
    assert raw(flowed, "text/plain; format=flowed").text == "One paragraph.\nAnother.\n> quoted text"
    assert raw("会谈 \n开始".encode(), "text/plain; charset=utf-8; format=flowed; delsp=yes").text == "会谈开始"


@pytest.mark.parametrize(
    ("text", "charset", "said"),
    [
        ("会谈开始", "gb18030", "gb2312"),
        ("會談開始", "big5", "big5"),
        ("会談開始", "iso2022_jp", "iso-2022-jp"),
        ("회담", "cp949", "ks_c_5601-1987"),
        ("“Größe” – €", "cp1252", "iso-8859-1"),
        ("اجتماع", "cp1256", "windows-1256"),
        ("פגישה", "cp1255", "iso-8859-8-i"),
        ("Größe", "utf-8", "iso-8859-1"),
        ("Größe", "utf-8", "us-ascii"),
        ("Größe", "cp1252", "no-such-set"),
        ("Встреча", "koi8_r", "koi8-r"),
    ],
)
def test_each_character_set_is_read_as_it_was_meant(text: str, charset: str, said: str) -> None:
    found = raw(text.encode(charset), f"text/plain; charset={said}")
    assert found.text == text or said == "no-such-set"
    assert found.text.isprintable()


def test_headers_are_read_also_where_they_break_the_rules() -> None:
    assert header_text("=?utf-8?b?5Lya6LCI?= =?UTF-8?Q?_at_noon?= [talks]") == "会谈 at noon [talks]"
    halves = (b64encode(half).decode() for half in ("会谈".encode()[:2], "会谈".encode()[2:]))
    assert header_text("\r\n ".join(f"=?utf-8?b?{half}?=" for half in halves)) == "会谈"
    assert header_text(b"Gr\xc3\xb6\xc3\x9fe".decode("ascii", "surrogateescape")) == "Größe"
    assert header_text("=?x?q?a?= C:\\users =?utf-8?b?!!!?=").startswith("a C:\\users")
    assert raw(b"x", more="Subject: Eins\r\n\tzwei\r\n").subject == "Eins zwei"
    decoded(b"+2AA-", "utf-7").encode()  # half a character, which no database takes
