"""The tools that check scripts, styles and the Containerfile, each by exact version, with their settings here."""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.node import node, npm_tool


@dataclass(frozen=True)
class Tool:
    """A program from npm and its arguments; `check` and `fix` are those that only one of the two runs has."""

    name: str
    version: str
    script: str
    arguments: tuple[str, ...]
    check: tuple[str, ...] = ()
    fix: tuple[str, ...] = ()

    def command(self, fix: bool) -> list[str]:
        """The whole command, to be run at the top of the repository; installs the tool when it is missing."""
        script = npm_tool(self.name, self.version) / self.script
        return [str(node().executable), str(script), *self.arguments, *(self.fix if fix else self.check)]


# fmt: off
# Checks the types that JSDoc comments declare.
TYPESCRIPT = Tool("typescript", "7.0.2", "bin/tsc", ("--project", "tests/lint/tsconfig.json"))
ESLINT = Tool(
    "eslint", "10.15.0", "bin/eslint.js",
    ("--config=tests/lint/eslint.config.mjs", "static/js"),
    fix=("--fix",),
)
STYLELINT = Tool(
    "stylelint", "18.1.0", "bin/stylelint.mjs",
    ("--config=tests/lint/stylelint.json", "--report-needless-disables", "static/css/**/*.css"),
    fix=("--fix",),
)
PRETTIER = Tool(
    "prettier", "3.10.1", "bin/prettier.cjs",
    ("--config=tests/lint/prettier.json", "--no-editorconfig", "--log-level=warn",
     "static/js/**/*.js", "static/css/**/*.css", "tests/**/*.mjs"),
    check=("--check",), fix=("--write",),
)
CONTAINERFILE = Tool("dockerfile-utils", "0.16.3", "bin/dockerfile-utils", ("lint", "Containerfile"))
# The formatter runs last: a linter's repair may leave a line that is too long.
TOOLS = (TYPESCRIPT, ESLINT, STYLELINT, CONTAINERFILE, PRETTIER)
