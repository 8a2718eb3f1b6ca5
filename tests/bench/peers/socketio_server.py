"""Flask-SocketIO on gevent: `python socketio_server.py PORT`."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402

app = Flask(__name__)
# Its own pings would disturb what is measured.
socketio = SocketIO(app, async_mode="gevent", ping_interval=600)


@app.post("/publish")
def publish() -> tuple[str, int]:
    socketio.emit("m", request.get_data(as_text=True))
    return "", 204


if __name__ == "__main__":
    socketio.run(app, "127.0.0.1", int(sys.argv[1]), log_output=False)
