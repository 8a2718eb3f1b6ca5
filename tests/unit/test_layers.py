"""The rooms of the house: what each may know of the others. Imports point down, never up, never sideways."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.unit import source

LEAVES = {
    *("text", "settings", "security", "database", "sqlite", "extensions", "logs", "metrics", "outage"),
    *("cache", "work_queue", "translation", "publisher", "media", "fetching", "environment", "mail", "inbox"),
    *("push", "languages", "catalogues", "release", "steps"),
}
UNDER_MODELS = LEAVES
UNDER_NEWSROOM = {"schemas", "models", "permissions", "actors"} | LEAVES
# Each room with all that it may import. What is not named here may not be imported.
MAY_IMPORT: dict[str, set[str]] = {
    "blog": {"web", "cli", "wire", "models"} | LEAVES,  # create_app, the table of contents
    "web": {"archive", "wire", "newsroom", "queries"} | UNDER_NEWSROOM,
    "cli": {"archive", "backup", "demo", "newsroom", "queries"} | UNDER_NEWSROOM,
    "archive": {"newsroom", "queries"} | UNDER_NEWSROOM,  # it asks views as a reader does, without knowing them
    "backup": UNDER_NEWSROOM,
    "demo": {"newsroom", "queries"} | UNDER_NEWSROOM,
    "wire": {"queries"} | UNDER_NEWSROOM,  # it renders the present state, and asks for it as a page does
    "newsroom": UNDER_NEWSROOM,
    "queries": UNDER_NEWSROOM,
    "permissions": {"actors", "models", "translation"},
    "actors": {"models", "translation"},
    "schemas": {"models", "fetching", "text", "translation"},  # fields as JSON has them, for the API and the archive
    "models": UNDER_MODELS,
    "extensions": {"database", "security"},  # our declarative base; whom the limiter counts
    "logs": {"settings"},
    "text": {"languages", "translation"},
    "settings": {"environment", "inbox", "languages", "mail", "publisher", "push", "text"},
    "environment": {"text"},
    "mail": {"text"},
    "inbox": {"confined", "text"},  # mail that comes in
    "publisher": set(),
    "fetching": {"text"},  # other sites
    "push": {"fetching"},  # services that reach readers' devices
    "security": set(),
    "database": {"sqlite"},
    "sqlite": set(),
    "metrics": set(),
    "release": set(),
    "steps": set(),
    "work_queue": {"metrics"},
    "confined": {"work_queue"},  # programs with limits
    "media": {"confined", "settings", "translation", "work_queue"},  # files, without visits and accounts
    "cache": {"metrics"},
    "outage": set(),
    "translation": {"catalogues", "languages"},
    "catalogues": {"languages"},
    "languages": set(),
}
AUDIENCES = ("blog.web.reader", "blog.web.desk", "blog.web.embed", "blog.web.syndication.feeds", "blog.web.api")
MODULES = source.modules()


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "blog"


def in_room(*rooms: str) -> list[Path]:
    return [path for name, path in MODULES.items() if room(name) in rooms]


def test_every_room_of_the_house_is_known() -> None:
    assert {room(name) for name in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    known = {imported for imported in source.imports(MODULES[name]) if imported.split(".")[0] in ("blog", "app")}
    rooms = {room(imported) if imported.startswith("blog") else "app" for imported in known}
    assert rooms - {room(name)} <= MAY_IMPORT[room(name)], f"{name} imports {sorted(known)}"


def test_the_imports_are_really_read() -> None:
    assert "blog.newsroom.transaction" in source.imports(MODULES["blog.newsroom.updates"])
    assert "blog.security" in source.imports(MODULES["blog.web"])


def test_models_do_not_import_each_other_in_a_circle() -> None:
    models = {name: path for name, path in MODULES.items() if name.startswith("blog.models.")}
    waiting = {name: source.imports(path) & models.keys() for name, path in models.items()}
    while ready := {name for name, needed in waiting.items() if not needed & waiting.keys()}:
        waiting = {name: needed for name, needed in waiting.items() if name not in ready}
    assert not waiting, "these models import each other"


def test_no_model_hides_an_import_from_the_interpreter() -> None:
    hiding = [name for name, path in MODULES.items() if room(name) == "models" and "TYPE_CHECKING" in path.read_text()]
    assert not hiding


def test_app_imports_only_the_factory_and_what_it_says_when_it_cannot_start() -> None:
    known = {name for name in source.imports(source.ROOT / "app.py") if name.startswith("blog")}
    assert known <= {"blog", "blog.settings"}


def test_audiences_do_not_know_each_other() -> None:
    for audience in AUDIENCES:
        others = tuple(other for other in AUDIENCES if other != audience)
        for name, path in MODULES.items():
            if name.startswith(audience):
                strangers = {imported for imported in source.imports(path) if imported.startswith(others)}
                assert not strangers, f"{name} imports {strangers}"


@pytest.mark.parametrize(
    ("rooms", "banned"),
    [
        (("text",), ("flask", "flask_", "sqlalchemy", "werkzeug", "jinja2", "markupsafe")),
        (
            ("models", "schemas", "permissions", "newsroom", "queries", "demo"),
            ("flask.", "werkzeug", "jinja2", "markupsafe", "flask_sock"),
        ),
        (("settings", "environment", "mail", "publisher", "security", "cache"), ("flask",)),
        (("work_queue", "metrics", "translation"), ("flask",)),
        (("database",), ("flask",)),
    ],
)
def test_rooms_that_know_nothing_of_http_import_nothing_of_it(rooms: tuple[str, ...], banned: tuple[str, ...]) -> None:
    for path in in_room(*rooms):
        found = {name for name in source.imports(path) if f"{name}.".startswith(banned)}
        assert not found, f"{path} imports {found}"


def test_the_edges_write_no_sql() -> None:
    for path in in_room("web", "cli"):
        found = {name for name in source.imports(path) if name.startswith("sqlalchemy") and name != "sqlalchemy.exc"}
        assert not found, f"{path} imports {found}"


def test_only_the_record_commits() -> None:
    committing = {path.relative_to(source.BLOG).as_posix() for path in MODULES.values() if _calls(path, "commit")}
    assert committing == {"newsroom/commits.py"}


def test_queries_change_nothing() -> None:
    for path in in_room("queries"):
        for method in ("add", "add_all", "delete", "merge", "flush"):
            on_session = {what for what, called in source.calls(path) if called == method and "session" in what}
            assert not on_session, f"{path} calls session.{method}"


def test_sockets_are_written_in_one_module_of_the_wire() -> None:
    writing = set()
    for path in MODULES.values():
        for what, method in source.calls(path):
            if method in ("send", "sendall", "sendmsg") and what.split(".")[-1].strip("_") in ("sock", "socket", "ws"):
                writing.add(path.relative_to(source.BLOG).as_posix())
    assert len(writing) == 1, writing
    assert writing <= {"wire/hub.py", "wire/reader.py"}


def test_outside_the_wire_only_the_bells_are_sent_and_to_this_process_what_it_wrote() -> None:
    for name, path in MODULES.items():
        if room(name) != "wire":
            assert {what for what, method in source.calls(path) if method == "send"} <= {
                "visit_changed",
                "desk_changed",
                "events_written",
            }, name


def test_templates_are_rendered_by_the_edges_and_the_wire_alone() -> None:
    for path in in_room("models", "newsroom", "queries", "text", "demo", "cli"):
        assert not _calls(path, "render_template"), path


def test_only_the_words_of_the_web_mark_markup_as_trusted() -> None:
    marking = {path.relative_to(source.BLOG).as_posix() for path in MODULES.values() if _calls(path, "Markup")}
    assert marking == {"web/template_filters.py", "web/languages.py", "web/page_parts.py", "web/update_list.py"}


def test_the_environment_is_read_in_the_settings_alone() -> None:
    # The client library of Prometheus wants its own variable before it is imported.
    # `flask check` also finds the names that no setting has.
    allowed = ("blog.settings", "blog.metrics", "blog.cli.checks.environment")
    for name, path in MODULES.items():
        reads = [
            node
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.Attribute)
            and node.attr in ("environ", "getenv")
            and ast.unparse(node.value) == "os"
        ]
        assert not reads or name in allowed, name


def test_scripts_import_what_exists_and_nothing_of_another_audience() -> None:
    """What several audiences load is outside the folders of the desk and of frames."""
    for name, imported in source.scripts().items():
        missing = imported - source.scripts().keys()
        assert not missing, f"{name} imports {missing}"
        for audience in ("desk/", "embed/"):
            if not name.startswith(audience):
                strangers = {other for other in imported if other.startswith(audience)}
                assert not strangers, f"{name} imports {strangers}"


def _calls(path: Path, function: str) -> bool:
    return any(called == function for _, called in source.calls(path))
