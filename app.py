"""`python app.py` serves Dateline; gunicorn imports `app:app`."""

from gevent import monkey

# Before anything that opens a socket or makes a lock. Processes stay gunicorn's business: it is the one that forks.
monkey.patch_all(os=False, signal=False, subprocess=False)

import os  # noqa: E402
import sys  # noqa: E402

from blog import create_app  # noqa: E402
from blog.settings import ROOT, SettingsError  # noqa: E402

try:
    app = create_app()
except SettingsError as error:
    print(f"dateline: {error}", file=sys.stderr)
    # gunicorn starts a worker again and again unless it ends with 3, "failed to boot".
    sys.exit(3 if "gunicorn.arbiter" in sys.modules else 1)


def main() -> None:
    """Becomes the server that production runs too; it brings the database up to date before it listens."""
    config = str(ROOT / "deploy" / "gunicorn.py")
    os.execv(  # noqa: S606 — gunicorn takes this process over, signals and all
        sys.executable, [sys.executable, "-m", "gunicorn", "-c", config, "app:app"]
    )


if __name__ == "__main__":
    main()
