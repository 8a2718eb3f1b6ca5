"""Checks scripts and styles: `python -m tests.lint`, or repairs them: `python -m tests.lint --fix`."""

import subprocess
import sys

from tests.lint.tools import TOOLS, Tool
from tests.servers.download_cache import ROOT, NotInstalledError


def main(fix: bool) -> int:
    """Runs every tool, even after one has failed, so that one run shows everything there is to repair."""
    tools = [tool for tool in TOOLS if tool.fix] if fix else TOOLS
    failed = [tool.name for tool in tools if not passes(tool, fix)]
    if failed:
        print(f"Failed: {', '.join(failed)}. `make fmt` repairs what can be repaired.", file=sys.stderr)
    return 1 if failed else 0


def passes(tool: Tool, fix: bool) -> bool:
    return subprocess.run(tool.command(fix), cwd=ROOT).returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(fix="--fix" in sys.argv[1:]))
    except NotInstalledError as error:
        sys.exit(str(error))
