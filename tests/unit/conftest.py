"""Hypothesis as these tests use it: on a busy machine an example that takes its time is no fault."""

from hypothesis import settings

settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")
