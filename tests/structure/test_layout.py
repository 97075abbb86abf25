"""Rules of the layout that no linter knows: where SQL and commits live, and what every module owes its reader."""

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("embeddings", "service", "workers")
MODULES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

SQL_VERBS = {"select", "insert", "update", "delete", "text", "literal_column", "union", "union_all"}
SQL_CALLS = {"execute", "scalar", "scalars", "stream", "stream_scalars", "exec_driver_sql"}
SQL_LIVES_IN = (
    "*/queries.py",
    "service/migrations/*",
    "service/database.py",
    "service/change_log.py",
    "service/vectors.py",
    "service/work.py",
    "service/claiming.py",
    "service/backlog.py",
    "service/paging.py",
)
COMMITS_LIVE_IN = (
    "service/app.py",
    "service/database.py",
    "service/cli*",
    "service/demo*",
    "service/embedded/*",
    "workers/*",
)
GROWING_NAMES = {"service.py", "utils.py", "helpers.py", "common.py", "base.py"}
LONGEST_FILE = 400
MACHINE_PATH = re.compile(r"(?<![\w/.:-])/(?:work|root|home|Users|opt|tmp)/")


def is_in(module: Path, places: tuple[str, ...]) -> bool:
    return any(fnmatch(module.as_posix(), place) for place in places)


def tree_of(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(), filename=str(module))


def sql_in(tree: ast.Module) -> Iterator[str]:
    """Verbs imported from the SQL libraries, these libraries as a whole, and statements sent off."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("sqlalchemy", "sqlmodel"):
            yield from (f"line {node.lineno}: import {name.name}" for name in node.names if name.name in SQL_VERBS)
        elif isinstance(node, ast.Import):
            yield from (f"line {node.lineno}: import {name.name}" for name in node.names if name.name == "sqlalchemy")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SQL_CALLS:
            yield f"line {node.lineno}: .{node.func.attr}()"


def commits_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield f"line {node.lineno}"


def test_every_module_says_in_a_sentence_what_it_holds() -> None:
    openings = {module: (ast.get_docstring(tree_of(module)) or "").partition("\n\n")[0] for module in MODULES}

    assert [str(module) for module, opening in openings.items() if not opening.endswith((".", ":", "?"))] == []


def test_sql_is_written_only_where_it_lives() -> None:
    found = {str(module): list(sql_in(tree_of(module))) for module in MODULES if not is_in(module, SQL_LIVES_IN)}

    assert {module: lines for module, lines in found.items() if lines} == {}


def test_only_the_edges_commit() -> None:
    found = {str(module): list(commits_in(tree_of(module))) for module in MODULES if not is_in(module, COMMITS_LIVE_IN)}

    assert {module: lines for module, lines in found.items() if lines} == {}


def test_the_checks_above_find_what_they_look_for() -> None:
    tree = ast.parse("from sqlmodel import select\nimport sqlalchemy\nsession.execute(x)\nawait session.commit()")

    assert list(sql_in(tree)) == ["line 1: import select", "line 2: import sqlalchemy", "line 3: .execute()"]
    assert list(commits_in(tree)) == ["line 4"]


def test_no_module_has_a_name_under_which_anything_fits() -> None:
    assert [module for module in MODULES if module.name in GROWING_NAMES] == []


def test_no_module_grows_past_what_one_subject_needs() -> None:
    written = [module for module in MODULES if "migrations" not in module.parts]
    lengths = {str(module): len((ROOT / module).read_text().splitlines()) for module in written}

    assert {module: lines for module, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_nothing_names_a_path_of_one_machine() -> None:
    texts = [*MODULES, Path("Makefile"), *(path.relative_to(ROOT) for path in (ROOT / ".ci").iterdir())]

    assert [str(path) for path in texts if MACHINE_PATH.search((ROOT / path).read_text())] == []


def test_every_data_file_is_part_of_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packaged = settings["tool"]["setuptools"]["package-data"]["service"]
    files = [path for path in (ROOT / "service").rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    left_out = [
        path
        for path in files
        if path.suffix != ".py" and not any(fnmatch(path.name, p.split("/")[-1]) for p in packaged)
    ]

    assert left_out == []
