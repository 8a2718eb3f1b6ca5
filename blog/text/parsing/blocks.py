"""Block rules. Characters that are common in plain mail and statements only start a block when clearly meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock, blockquote, fence, heading, hr, list_block, reference, table
from markdown_it.rules_core import StateCore

# Nesting limit; a list inside a list is two levels. Anything deeper is text.
MAX_NESTING = 12
MAX_CELLS = 4_000
# Key in the parser's env: render only the writer's own words, without fallbacks for empty link texts.
OWN_WORDS = "own words"
MAX_DEFINITION_CHARACTERS = 600

Rule = Callable[[StateBlock, int, int, bool], bool]

_BULLET = re.compile(r"([-*+])(?=[ \t]|$)(?!(?<=\+)[ \t]+\d)")
# What may start a list of a single item: not a negative number, nor an asterisk before a note. Four-digit years never
# start one, nor does `1)`, because pages show the numbers of lists with a full stop.
_ALONE = re.compile(r"(?:-|0*[01]\.)(?:[ \t]+(?!\d)|$)")
_NUMBER = re.compile(r"(\d{1,3})\.(?=[ \t]|$)")
_NUMBERED_IN_TEXT = re.compile(r"\d+\)")
_QUOTATION = re.compile(r"(?:> ?)*>(?:[ \t]|$)")
_HEADING = re.compile(r"#{2,6}[ \t]+[^\s#]")
_COLUMNS = re.compile(r"[-|: \t]*")
_FENCE_END = re.compile(r"^[ \t>]*`{3,}[ \t]*$", re.MULTILINE)
_DEFINED = re.compile(r"\[([^\[\]]+)\]:")
_USED = re.compile(r"^\[([^\[\]]+)\](?!:)|(?<=[^\n])\[([^\[\]]+)\]", re.MULTILINE)


def set_up(parser: MarkdownIt) -> None:
    """Replaces the rules for lists, quotations, headings, rules, code, tables and link definitions."""
    everywhere = ["paragraph", "reference", "blockquote", "list"]
    ruler = parser.block.ruler
    ruler.at("list", _nested(_list), {"alt": everywhere[:3]})
    ruler.at("blockquote", _nested(_quotation), {"alt": everywhere})
    ruler.at("heading", _heading, {"alt": everywhere[:3]})
    ruler.at("hr", _separator, {"alt": everywhere[2:]})
    ruler.at("fence", _fence, {"alt": everywhere})
    ruler.at("table", _table, {"alt": everywhere[:2]})
    ruler.at("reference", _definition, {"alt": []})
    ruler.before("paragraph", "outside", _outside, {"alt": ["paragraph", "blockquote"]})
    parser.core.ruler.before("block", "labels", _labels)


def _nested(rule: Rule) -> Rule:
    """Treats blocks nested too deeply as text; the library would drop them."""
    return lambda state, start, end, silent: state.level < MAX_NESTING and rule(state, start, end, silent)


def _outside(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """Ends a quotation or a list item at the first line without its marker (no lazy continuation).

    CommonMark would continue to the next blank line and so attribute a reporter's reply to the person quoted.
    """
    if not silent:
        return False
    return state.parentType == "blockquote" or (
        state.parentType == "paragraph" and state.sCount[line] < state.blkIndent
    )


def _quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Requires a space: `> quoted`, but not `>5 percent`."""
    return _QUOTATION.match(_line(state, start)) is not None and blockquote(state, start, end, silent)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Two to six `#` and a space, so that `# 5` is text. Headings start at level four, below the page's."""
    if not (_HEADING.match(_line(state, start)) and heading(state, start, end, silent)):
        return False
    if not silent:
        for token in state.tokens[-3::2]:
            token.tag = f"h{min(6, int(token.tag[1:]) + 2)}"
    return True


def _separator(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line across the page, only after an empty line: dashes right under a text are text."""
    return (start == 0 or state.isEmpty(start - 1)) and hr(state, start, end, silent)


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code between ``` and ``` only, and only if it is closed; a line of tildes is a separator."""
    is_closed = _line(state, start).startswith("```") and _FENCE_END.search(state.src, state.eMarks[start])
    return bool(is_closed) and fence(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Limits a table's cells: short rows are padded, so a few characters could create a huge one."""
    if start + 1 >= end or not _COLUMNS.fullmatch(columns := _line(state, start + 1)):
        return False
    last = next((line for line in range(start, end) if state.isEmpty(line)), end)
    return (columns.count("|") + 1) * (last - start) <= MAX_CELLS and table(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`31. The day` and `- 5 degrees` are lists only if a second item follows; `2010. The year` and `1)` never are."""
    if _NUMBERED_IN_TEXT.match(_line(state, start)):
        return False
    is_nested = 0 < state.blkIndent <= state.sCount[start]
    is_list = is_nested or _ALONE.match(_line(state, start)) is not None or _goes_on(state, start, end)
    return is_list and list_block(state, start, end, silent)


def _goes_on(state: StateBlock, start: int, end: int) -> bool:
    """Whether the first line after this item is the next item of the same list."""
    inside = state.sCount[start] + 2
    lines = (line for line in range(start + 1, end) if not state.isEmpty(line) and state.sCount[line] < inside)
    following = next(lines, None)
    if following is None:
        return False
    this, other = _line(state, start), _line(state, following)
    if (bullet := _BULLET.match(this)) and (next_bullet := _BULLET.match(other)):
        return bullet[1] == next_bullet[1]
    if (number := _NUMBER.match(this)) and (next_number := _NUMBER.match(other)):
        return int(next_number[1]) - int(number[1]) in (0, 1)
    return False


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Hides `[name]: address` only if a link uses it; otherwise it is text."""
    found = _DEFINED.match(_line(state, start))
    if found is None or state.level or state.eMarks[start] - state.bMarks[start] > MAX_DEFINITION_CHARACTERS:
        return False
    is_used = normalizeReference(found[1]) in state.env["labels"] or OWN_WORDS in state.env
    return is_used and reference(state, start, end, silent)


def _labels(state: StateCore) -> None:
    """Collects the labels that links use, for `_definition`."""
    state.env["labels"] = {normalizeReference(one or other) for one, other in _USED.findall(state.src)}


def _line(state: StateBlock, line: int) -> str:
    """A line without its indentation and enclosing markers."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
