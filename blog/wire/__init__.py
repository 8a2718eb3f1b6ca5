"""Delivery of what was committed, to every open page.

`log` reads events after a position, `fragments` turns them into HTML of the present state, `frames` into bytes,
`replay` keeps those bytes for all who need the same, `bell` says that there may be news, `pump` fetches it, and
`hub` hands it to the readers.
"""
