"""A bare Flask view that answers with bytes it was given: what serving a page costs when nothing is asked.

`BARE_BODY` names a file with the body, `BARE_HEADERS` one with a JSON object of headers. `gunicorn …:app` serves it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from flask import Flask, Response, request

BODY = Path(os.environ["BARE_BODY"]).read_bytes()
HEADERS = json.loads(Path(os.environ["BARE_HEADERS"]).read_text())

app = Flask(__name__, static_folder=None)


@app.get("/page")
def page() -> Response:
    response = Response(BODY, headers=HEADERS)
    response.make_conditional(request)
    return response
