"""The archive: a visit as files that need no server, and back. `site` writes them, `document` is what machines read."""
