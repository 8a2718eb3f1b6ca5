"""Everything that tries Dateline out. What Python makes of the sources is kept for every process that is started here:
most of a server's start would go into reading them anew."""

import os
import sys
from pathlib import Path

_BYTECODE = Path(__file__).resolve().parents[1] / ".cache" / "bytecode"
# Some machines are told to write none, so that none lies between the sources: there is none in that folder.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(_BYTECODE)
