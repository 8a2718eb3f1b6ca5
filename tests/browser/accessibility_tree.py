"""Reads Chromium's accessibility tree of a page as lines, in the order of a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# Roles that a screen reader names when it comes to them, and by which it can be told to go on.
NAMED = {
    "alert", "article", "banner", "button", "combobox", "complementary", "contentinfo", "figure", "heading", "link",
    "main", "navigation", "region", "status",
}  # fmt: skip
# What is read as one, so that what is inside is not read once more.
WHOLE = {"button", "combobox", "heading", "link"}

Node = dict[str, Any]


def read_aloud(page: Page) -> list[str]:
    """One line for each thing that is named, such as `heading 3 A headline`, and for each run of plain text."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}
    return [line for line in _lines(tree[0], nodes) if line]


def _lines(node: Node, nodes: dict[str, Node]) -> Iterator[str]:
    role = node["role"]["value"]
    name = " ".join(str(node.get("name", {}).get("value", "")).split())
    if not node["ignored"] and role == "StaticText":
        yield name
        return
    if not node["ignored"] and role in NAMED:
        yield " ".join(filter(None, (role, _level(node), name)))
        if role in WHOLE:
            return
    for child in node["childIds"]:
        if child in nodes:
            yield from _lines(nodes[child], nodes)


def _level(node: Node) -> str:
    found = [prop["value"]["value"] for prop in node.get("properties", []) if prop["name"] == "level"]
    return str(found[0]) if found else ""
