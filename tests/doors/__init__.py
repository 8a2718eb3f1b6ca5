"""The table of doors: who gets in at every address of the site, at every act of the API, and at every command.

`table.py` has what a row says, and what follows from it for somebody at some visit. The rows are in `of_visits.py` (the
desk of a visit), `of_site.py` (the rest of the desk, readers' pages, commands) and `of_api.py`. They are written from
the rules of the newsroom and know nothing of `blog/permissions.py`, so that they can contradict it.
"""
