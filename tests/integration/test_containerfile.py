"""The image: what it copies is enough to serve, as nobody, with all that is kept in one volume."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from blog.release import VERSION
from blog.settings import ROOT
from tests.containerfile import IGNORE, copied, environment, instructions, of_last_stage
from tests.terminal import environment as terminal

KEY = "k" * 40


def test_it_runs_as_nobody_and_keeps_everything_in_its_volume() -> None:
    image = of_last_stage()
    names = [name for name, _ in image]
    assert ("USER", "nobody") in image
    assert names.index("USER") < names.index("CMD")
    assert ("VOLUME", environment()["INSTANCE_DIR"]) in image
    assert [json.loads(arguments) for name, arguments in image if name == "CMD"] == [["python", "app.py"]]
    assert len({arguments.split(" AS ")[0] for name, arguments in instructions() if name == "FROM"}) == 1


def test_what_it_copies_is_sent_to_the_builder_and_enough_to_serve(tmp_path: Path) -> None:
    sent = {line.removeprefix("!") for line in IGNORE.read_text().splitlines() if line.startswith("!")}
    place, data = tmp_path / "dateline", tmp_path / "data"
    place.mkdir()
    for source, target in copied():
        assert source in sent
        to = place / source if target == "./" else place / target
        (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, to)
    settings = {
        "DATELINE_ENV": "production",
        "SECRET_KEY": KEY,
        "PUBLIC_URL": "https://localhost",
        "TRUSTED_PROXIES": "1",
    }
    env = terminal(data, **(environment() | settings | {"INSTANCE_DIR": str(data)}))
    for command in (("demo", "load"), ("check",), ("version",)):
        flask = [sys.executable, "-m", "flask", "--app", "app", *command]
        done = subprocess.run(flask, cwd=place, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
    assert VERSION in done.stdout
    serving = [sys.executable, "-c", "from deploy import starting; starting.load(); import app"]
    done = subprocess.run(serving, cwd=place, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    beside = {source for source, _ in copied()} | {"__pycache__"}
    assert set(os.listdir(place)) <= beside, "it writes beside its code"
