"""uWebSockets (C++) with its own publish to a topic: `python uwebsockets_server.py PORT`."""

from __future__ import annotations

import sys
from typing import Any

from socketify import App, CompressOptions, OpCode

app = App()


async def publish(response: Any, _request: Any) -> None:
    message = await response.get_data()
    app.publish("m", message.getvalue(), OpCode.TEXT, False)
    response.write_status(204).end_without_body()


app.ws(
    "/ws",
    {
        "compression": CompressOptions.DISABLED,
        "idle_timeout": 0,  # its own pings would disturb what is measured
        "max_backpressure": 1 << 20,
        "open": lambda reader: reader.subscribe("m"),
    },
)
app.post("/publish", publish)
app.listen({"port": int(sys.argv[1]), "host": "127.0.0.1"}, lambda _listening: None)
app.run()
