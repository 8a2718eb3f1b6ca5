"""Cuts a text into passages: its paragraphs, the items of its lists and the rows of its tables, in plain text.

Passages are compared and marked one by one, so an edit must not mix them up: `aligned` says which is which.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from difflib import SequenceMatcher

import nh3

from blog.text.diff import tokens
from blog.text.excerpt import LINE_END
from blog.text.folding import fold

# A text of 20,000 characters may have thousands of lines; what comes after these stands in the last passage.
MOST = 200
# A passage is the same one, reworded, when it shares this much of its words with the one before.
MIN_SHARED = 0.5
# When an edit leaves more without their words, the text is a new one: to compare them all would hold up readers.
MOST_REWORDED = 40
# Among how many of those nearest to its place a reworded passage is looked for.
_REACH = 8
_SPACE = re.compile(r"\s+")
_HEADING = re.compile(r"<h\d\b.*?</h\d>")
_CELL_END = re.compile(r"</t[hd]>")
_EDGE = re.compile(r"</?(?:p|li|ul|ol|blockquote|table|tr|pre|hr)\b[^>]*>")
_BREAK = re.compile(r"<br\s*/?>")
_ADDRESS = re.compile(r"https?://\S+")
# How many words of earlier passages on a topic suggest it, when they stood in no passage on another one.
ENOUGH = 2.5
# Shorter words are mostly those of grammar, and so are these: that one side alone uses them says nothing.
_MIN_LETTERS = 4
_GRAMMAR = frozenset(
    re.findall(
        r"\w+",
        """
    about above after again against all alone already also although always among another any anything are around
    away back because been before began being below between beyond both but came can cannot come could did does
    doing done down during each either else even ever every few first for from further gave given going had has have
    having her here hers him his how however into its itself just last later least less like made make makes making
    many may might more most much must near neither never next nor not nothing now off often once one only onto
    other others our out over own part perhaps quite rather same says shall she should since some something still
    such take taken than that the their them then there these they this those though through thus till together too
    toward towards under until upon used using very was way well went were what when where whether which while who
    whole whom whose why will with within without would yet you your
        """,
    )
)

# Parts of a text, each with whether no other side uses the word.
OwnWords = list[tuple[str, bool]]


def cut(markup: str) -> tuple[str, ...]:
    """The passages of sanitised HTML, at most MOST. Headings, and addresses alone on a line, are none."""
    markup = _HEADING.sub("\n", LINE_END.sub("", _SPACE.sub(" ", markup)))
    markup = _BREAK.sub(" ", _EDGE.sub("\n", _CELL_END.sub(" · ", markup)))
    parts = (_SPACE.sub(" ", part).strip(" ·") for part in html.unescape(nh3.clean(markup, tags=set())).split("\n"))
    found = [part for part in parts if part and not _ADDRESS.fullmatch(part)]
    return (*found[: MOST - 1], " ".join(found[MOST - 1 :])) if len(found) > MOST else tuple(found)


def aligned(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """For each passage of `after` the number of the same one in `before`, or None for one that is new.

    The same words are the same passage, also at another place; a reworded one is found near the place where it was.
    """
    found: list[int | None] = [None] * len(after)
    for i, j, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        found[j : j + size] = range(i, i + size)
    free = [number for number in range(len(before)) if number not in found]
    moved = {before[number]: number for number in free}
    for place in _open(found):
        found[place] = moved.pop(after[place], None)
    free = [number for number in free if number not in found]
    if len(free) <= MOST_REWORDED:
        words = {number: _words(before[number]) for number in free}
        for place in _open(found)[:MOST_REWORDED]:
            near = sorted(words.keys() - set(found), key=lambda number: (abs(number - place), number))
            found[place] = _most_similar(words, near[:_REACH], _words(after[place]))
    return found


def words_of(text: str) -> set[str]:
    """The words of a text as they are compared: folded."""
    return {fold(token) for token in tokens(text)}


def own_words(text: str, theirs: Set[str]) -> OwnWords:
    """The text in parts, with the words marked that are not among `theirs`; neighbours make one part."""
    parts: OwnWords = []
    for token in tokens(text):
        word = fold(token)
        is_own = word not in theirs and word not in _GRAMMAR and (len(word) >= _MIN_LETTERS or word.isdigit())
        if parts and (parts[-1][1] == is_own or not token.strip()):
            parts[-1] = (parts[-1][0] + token, parts[-1][1])
        else:
            parts.append((token, is_own))
    return [part for each in parts for part in _without_space_at_the_end(*each)]


def topics_of_words(marked: Iterable[tuple[str, Collection[str]]]) -> Mapping[str, Counter[str]]:
    """In how many passages on each topic a word stands. `marked` are passages with the keys of their topics."""
    counts: dict[str, Counter[str]] = {}
    for text, topics in marked:
        for word in _significant(text):
            counts.setdefault(word, Counter()).update(topics)
    return counts


def suggested(text: str, known: Mapping[str, Counter[str]], names: Mapping[str, str]) -> set[str]:
    """The topics that a passage is probably about: it has their name, or words that earlier passages on them had.

    `known` are the topics of those words, `names` the names of the topics by the same keys. A word that stood in
    passages on several topics counts for each of them less.
    """
    words = _significant(text)
    weights: dict[str, float] = {}
    for found in (known[word] for word in words & known.keys()):
        for topic, count in found.items():
            weights[topic] = weights.get(topic, 0) + count / found.total()
    named = {key for key, name in names.items() if _significant(name) and _significant(name) <= words}
    return named | {topic for topic, weight in weights.items() if weight >= ENOUGH}


def _significant(text: str) -> set[str]:
    return {word for token in tokens(text) if (word := fold(token)) not in _GRAMMAR and len(word) >= _MIN_LETTERS}


def _open(found: Sequence[int | None]) -> list[int]:
    return [place for place, number in enumerate(found) if number is None]


def _most_similar(known: Mapping[int, Counter[str]], numbers: Sequence[int], words: Counter[str]) -> int | None:
    shares = {number: _shared(known[number], words) for number in numbers}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= MIN_SHARED else None


def _shared(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _words(text: str) -> Counter[str]:
    return Counter(fold(token) for token in tokens(text) if token.strip())


def _without_space_at_the_end(text: str, is_own: bool) -> OwnWords:
    if not is_own or text == text.rstrip():
        return [(text, is_own)]
    bare = text.rstrip()
    return [(bare, True), (text[len(bare) :], False)]
