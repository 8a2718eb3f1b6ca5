"""What the buttons and keys of the toolbar make of a text, in a real engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blog.web.static_files import STATIC
from tests.servers.node import node

# The command, and the text before and after: what is selected stands between ‹ and ›, a lone › is the caret.
CASES = [
    ("bold", "a ‹b c› d", "a **‹b c›** d"),
    ("bold", "a **‹b c›** d", "a ‹b c› d"),
    ("bold", "a ‹**b c**› d", "a ‹b c› d"),
    ("bold", "a ‹ b › d", "a  **‹b›**  d"),
    ("bold", "›", "**›**"),
    ("bold", "**›**", "›"),
    ("bold", "a bre›aking c", "a **bre›aking** c"),
    ("bold", "a **bre›aking** c", "a bre›aking c"),
    ("bold", "北京重›申对话", "北京**重›申**对话"),
    ("bold", "‹a\n\n- b›\nc", "‹**a**\n\n- **b**›\nc"),
    ("bold", "‹**a**\n\n- **b**›\nc", "‹a\n\n- b›\nc"),
    ("italic", "a ‹b› c", "a *‹b›* c"),
    ("italic", "**‹b›**", "***‹b›***"),
    ("italic", "***‹b›***", "**‹b›**"),
    ("italic", "北京‹重申›对话", "北京*‹重申›*对话"),
    ("quote", "a\nb›\nc", "a\n> b›\nc"),
    ("quote", "a\n> b›\nc", "a\nb›\nc"),
    ("quote", "‹a\n\nb›", "‹> a\n>\n> b›"),
    ("quote", "‹> a\n>\n> b›", "‹a\n\nb›"),
    ("list", "›", "- ›"),
    ("list", "a ‹b\n\nc› d", "‹- a b\n\n- c d›"),
    ("list", "‹- a\n- b›", "‹a\nb›"),
    ("link", "see ‹the text›.", "see [the text](‹address›)."),
    ("link", "see ›", "see [›](address)"),
    ("link", "see ‹https://a.example›", "see [›](https://a.example)"),
]


def test_a_command_changes_the_text_and_leaves_the_selection_where_work_goes_on(tmp_path: Path) -> None:
    assert results(tmp_path, [case[:2] for case in CASES]) == [after for _, _, after in CASES]


@pytest.mark.parametrize("text", ["a ‹b› c", "‹a\n- b\n> c›", "f‹in›d", "‹a *b* c›"])
@pytest.mark.parametrize("command", ["bold", "italic", "quote", "list"])
def test_a_command_given_twice_changes_nothing(tmp_path: Path, command: str, text: str) -> None:
    [once] = results(tmp_path, [(command, text)])
    [twice] = results(tmp_path, [(command, once)])
    assert twice.translate(NO_MARKS) == text.translate(NO_MARKS)


NO_MARKS = {ord(mark): None for mark in "‹›"}


def results(folder: Path, given: list[tuple[str, ...]]) -> list[str]:
    script = folder / "formatting.mjs"
    script.write_text(
        (STATIC / "js" / "desk" / "formatting.js").read_text()
        + f"const given = {json.dumps(given)};"
        + """
        const texts = given.map(([command, marked]) => {
          const [text, end] = [marked.replace(/[‹›]/g, ''), marked.replace('‹', '').indexOf('›')];
          const start = marked.includes('‹') ? marked.indexOf('‹') : end;
          const change = format(command, { text, start, end });
          const after = text.slice(0, change.from) + change.words + text.slice(change.to);
          const opening = change.start === change.end ? '' : '‹';
          const parts = [after.slice(0, change.start), after.slice(change.start, change.end), after.slice(change.end)];
          return `${parts[0]}${opening}${parts[1]}›${parts[2]}`;
        });
        console.log(JSON.stringify(texts));
        """
    )
    done = node().run(script)
    assert done.returncode == 0, done.stderr
    texts: list[str] = json.loads(done.stdout)
    return texts
