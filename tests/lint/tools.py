"""The tools that check scripts and styles, each by exact version, with their settings in this folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.servers.download_cache import ROOT
from tests.servers.node import node, npm_tool

SETTINGS = Path(__file__).parent


@dataclass(frozen=True)
class Tool:
    """A program from npm and its arguments; `check` and `fix` are those that only one of the two runs has."""

    name: str
    version: str
    script: str
    arguments: tuple[str, ...]
    check: tuple[str, ...] = ()
    fix: tuple[str, ...] = ()
    folder: Path = ROOT

    def command(self, fix: bool) -> list[str]:
        """The whole command; installs the tool when it is missing."""
        script = npm_tool(self.name, self.version) / self.script
        return [str(node().executable), str(script), *self.arguments, *(self.fix if fix else self.check)]


# fmt: off
PRETTIER = Tool(
    "prettier", "3.10.1", "bin/prettier.cjs",
    (f"--config={SETTINGS / 'prettier.json'}", "--no-editorconfig", "--log-level=warn",
     "static/js/*.js", "static/css/*.css", "tests/**/*.{js,mjs}"),
    check=("--check",), fix=("--write",),
)
ESLINT = Tool(
    "eslint", "10.15.0", "bin/eslint.js",
    (f"--config={SETTINGS / 'eslint.config.mjs'}", "static/js"),
    fix=("--fix",),
)
STYLELINT = Tool(
    "stylelint", "18.1.0", "bin/stylelint.mjs",
    (f"--config={SETTINGS / 'stylelint.json'}", "--report-needless-disables", "static/css/*.css"),
    fix=("--fix",),
)
# The formatter comes last: a repair by a linter may leave a line to break.
TOOLS = (ESLINT, STYLELINT, PRETTIER)
