"""`python app.py` serves Dateline; gunicorn imports `app:app`."""

import gc
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # gunicorn reads this variable too, and would fail with a traceback before deploy/gunicorn.py can explain.
    if not os.environ.get("WEB_CONCURRENCY", "1").isdecimal():
        os.environ["WEB_CONCURRENCY_GIVEN"] = os.environ.pop("WEB_CONCURRENCY")
    # Runs the same server as in production, which migrates the database before it listens.
    config = str(Path(__file__).with_name("deploy") / "gunicorn.py")
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", config, "app:app"])  # noqa: S606 — signals and all

# Loading the code frees next to nothing: to look for garbage meanwhile takes a seventh of the time of every start.
gc.disable()

from gevent import monkey  # noqa: E402

# Before any import that creates sockets or locks. Processes are not patched, because gunicorn forks.
monkey.patch_all(os=False, signal=False, subprocess=False)

from blog import create_app, create_app_to_check  # noqa: E402
from blog.settings import SettingsError  # noqa: E402

try:
    app = create_app()
except SettingsError as error:
    if server := sys.modules.get("deploy.journal"):
        # gunicorn restarts a worker for ever unless its exit status is 3, "failed to boot".
        server.refuse(str(error), 3)
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    if words not in (["check"], ["app", "check"]):
        sys.exit(f"dateline: {error}")
    app = create_app_to_check()  # which says all that is wrong, not only the first
gc.freeze()
gc.enable()
