"""Delivers committed changes to every open page.

`log` reads the events after a cursor, `fragments` renders them as HTML of the present state, `frames` encodes that as
WebSocket frames, and `replay` caches the encoded messages. `bell` signals that a visit may have changed, `pump` wakes
up and fetches what is new, and `hub` broadcasts it to the connected readers.
"""
