"""flask-sock as its documentation suggests it: a queue and a `ws.send` for each reader. `gunicorn …:app` serves it."""

from __future__ import annotations

from queue import SimpleQueue

from flask import Flask, request
from flask_sock import Sock
from simple_websocket import Server

app = Flask(__name__)
sock = Sock(app)
queues: set[SimpleQueue[str]] = set()


@sock.route("/ws")
def subscribe(ws: Server) -> None:
    queue: SimpleQueue[str] = SimpleQueue()
    queues.add(queue)
    try:
        while True:
            ws.send(queue.get())
    finally:
        queues.discard(queue)


@app.post("/publish")
def publish() -> tuple[str, int]:
    text = request.get_data(as_text=True)
    for queue in tuple(queues):
        queue.put(text)
    return "", 204
