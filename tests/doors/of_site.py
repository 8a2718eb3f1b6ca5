"""The rows of the desk outside of visits, of readers' pages, and of the commands."""

from __future__ import annotations

from tests.doors.table import ADMINS, ANYBODY, EDITORS, OWNERS_AND_ADMINS, TEAM, Answer, Row, Rows

# Who comes with a link or with nothing.
AT_THE_DOOR: Rows = {
    **dict.fromkeys(
        (
            *("GET /desk/sign-in", "POST /desk/sign-in", "GET /desk/forgot", "POST /desk/forgot"),
            "GET /desk/oidc/callback",
            *("GET /desk/invitations/<token>", "POST /desk/invitations/<token>"),
            *("GET /desk/reset/<token>", "POST /desk/reset/<token>"),
            "POST /desk/sign-in/passkey",
            *("GET /desk/worker.js", "GET /desk/manifest.webmanifest"),
            "GET /desk/calendar/<token>.ics",
        ),
        ANYBODY,
    ),
    # The second step of a sign-in, which has to have begun, leads whoever is signed in to the desk.
    "GET /desk/sign-in/passkey": Row(TEAM),
    "GET /desk/sign-in/code": Row(TEAM),
    "POST /desk/sign-in/code": Row(TEAM),
    # It is for the service worker, and gives the words back.
    "POST /desk/share": Row(None, always=Answer.REFUSED),
}
# Whoever is signed in, whatever the role and the teams.
SIGNED_IN: Rows = {
    "GET /desk": Row(TEAM),
    "POST /desk/sign-out": Row(TEAM),
    "GET /desk/cities": Row(TEAM),
    "GET /desk/account": Row(TEAM),
    "GET /desk/account/app": Row(TEAM),
    "POST /desk/account/app": Row(TEAM),
    "POST /desk/account/app/remove": Row(TEAM),
    "POST /desk/account/codes": Row(TEAM),
    "GET /desk/account/confirm": Row(TEAM),
    "POST /desk/account/confirm": Row(TEAM),
    "POST /desk/account/mail-address": Row(TEAM),
    "POST /desk/account/calendar": Row(TEAM),
    "POST /desk/account/calendar/end": Row(TEAM),
    "POST /desk/account/language": Row(TEAM, {"lang": "de"}),
    "POST /desk/account/name": Row(TEAM, {"name": "Another Name"}),
    "POST /desk/account/password": Row(TEAM),
    "GET /desk/account/passkeys": Row(TEAM),
    "POST /desk/account/passkeys": Row(TEAM),
    # Somebody else's stay as they are, which the answer does not say.
    "POST /desk/account/passkeys/<int:passkey_id>/remove": Row(TEAM, what="passkey"),
    "POST /desk/account/sessions/<int:session_id>/end": Row(TEAM, what="session"),
    "POST /desk/account/sessions/end-others": Row(TEAM),
    "GET /desk/keys": Row(TEAM),
    "POST /desk/keys": Row(TEAM, {"name": "Wire", "scope": "write"}),
    "POST /desk/keys/<prefix>/revoke": Row(OWNERS_AND_ADMINS, what="key"),
    "GET /desk/visits/new": Row(EDITORS),
    "POST /desk/visits/new": Row(EDITORS, {"slug": "new-one", "title": "New", "city": "Oslo"}),
}
PEOPLE: Rows = {
    f"{address}": Row(ADMINS, form)
    for address, form in {
        "GET /desk/audit": {},
        "GET /desk/audit.csv": {},
        "GET /desk/people": {},
        "POST /desk/people/invitations": {"email": "new@example.org", "role": "reporter"},
        "POST /desk/people/invitations/<int:invitation_id>/revoke": {},
        "POST /desk/people/mails/<int:mail_id>/again": {},
        "GET /desk/people/<int:account_id>": {},
        "POST /desk/people/<int:account_id>/role": {"role": "editor", "sure": "demote"},
        "POST /desk/people/<int:account_id>/teams": {},
        "POST /desk/people/<int:account_id>/second-factor": {"demanded": "1"},
        "POST /desk/people/<int:account_id>/clear-second-factor": {},
        "POST /desk/people/<int:account_id>/off": {"sure": "off"},
        "POST /desk/people/<int:account_id>/on": {},
        "POST /desk/people/<int:account_id>/reset": {},
        "GET /desk/webhooks": {},
        "POST /desk/webhooks": {"name": "W", "url": "not an address"},
        "GET /desk/webhooks/<hook_id>": {},
        "POST /desk/webhooks/<hook_id>": {"name": "W", "url": "not an address"},
        **{
            f"POST /desk/webhooks/<hook_id>/{act}": {}
            for act in ("again", "discard", "remove", "rotate", "secret", "switch", "test")
        },
    }.items()
}
OF_DESK: Rows = {**AT_THE_DOOR, **SIGNED_IN, **PEOPLE}

# Readers' addresses: the same for everybody, and a held visit is at none of them.
_VISIT, _UPDATE = "/live/<slug>", "/live/<slug>/updates/<public_id>"
OF_READERS: Rows = {
    **dict.fromkeys(
        (
            *(f"GET {path}" for path in ("/", "/live/", "/embed.js", "/healthz", "/metrics", "/readyz", "/standing")),
            *(f"GET {path}" for path in ("/oembed", "/preview.png", "/robots.txt", "/sitemap.xml")),
            *("GET /sitemap-news.xml", "GET /sitemap-site.xml", "GET /media/<file_id>/<name>"),
            "GET /static/<content_hash>/<path:name>",
            *("GET /push-worker.js", f"GET {_VISIT}/manifest.webmanifest", f"GET {_VISIT}/push"),
            *(
                f"GET {_VISIT}{page}"
                for page in ("", "/corrections", "/embed", "/itinerary", "/itinerary.ics", "/people", "/readouts")
            ),
            *(f"GET {_VISIT}/{page}" for page in ("search", "share", "preview.png", "sitemap-<int:part>.xml")),
            *(f"GET {_VISIT}/{page}" for page in ("since/<cursor>", "embed/since/<cursor>")),
            *(f"GET {_VISIT}/feed.{kind}" for kind in ("atom", "json", "rss")),
            *(f"GET {_UPDATE}{page}" for page in ("", "/embed", "/history", "/preview.png", "/report")),
            *(f"GET {_UPDATE}/report/sent", f"POST {_UPDATE}/report", f"GET {_UPDATE}/share"),
        ),
        ANYBODY,
    ),
    # This site has no key for Web Push: it takes no subscriptions.
    **dict.fromkeys((f"POST {_VISIT}/push", f"DELETE {_VISIT}/push"), Row(None, always=Answer.NOTHING)),
    # No update here has a video.
    f"GET {_UPDATE}/play/<int:number>": Row(None, always=Answer.NOTHING),
    # That a visit is held, the readers' socket says with its code, once it is open.
    f"GET {_VISIT}/ws": Row(None, when_held=Answer.OPEN),
}

# Commands act as the site itself: whoever has a terminal at the server needs no account. Only `flask post --to` acts
# for an account, with its key, at the address of the API that posts.
COMMANDS = {
    *(
        "audit prune",
        "backup",
        "check",
        "move",
        "restore",
        "deliver",
        "demo load",
        "demo play",
        "flood",
        "inbox",
        "log check",
        "push keys",
        "rerender",
    ),
    *("rerender", "post", "reporter add", "reporter erase", "reporter export", "reporter invite", "reporter list"),
    *("reporter off", "reporter on", "reporter password", "reporter reset-second-factor", "reporter role"),
    *("reporter sign-out", "token list", "token new", "token revoke"),
    *("version", "visit export", "visit follow", "visit import", "visit new"),
}
