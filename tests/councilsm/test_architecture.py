"""The house stands as docs/architecture.md says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["councilsm", "accounts", "policies", "moderation"]
#: The one file that looks up, to say where the pages are.
LOOKS_UP = {"councilsm/urls.py"}


def sources() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (ROOT / floor).rglob("*.py")


def imported(path: Path, *, for_types: bool = False) -> Iterator[str]:
    """The modules a file imports when it runs.

    Args:
        for_types: also those that it imports for type checking alone.
    """
    tree = ast.parse(path.read_text())
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only and not for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_imports_run_one_way() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources()
        if str(path.relative_to(ROOT)) not in LOOKS_UP
        for module in imported(path)
        if (top := module.split(".")[0]) in FLOORS
        and FLOORS.index(top) > FLOORS.index(path.relative_to(ROOT).parts[0])
    ]
    assert not wrong


def test_forms_and_views_are_private_to_their_feature() -> None:
    wrong = []
    for path in sources():
        feature = ".".join(path.relative_to(ROOT).parts[:2])
        for module in imported(path):
            parts = module.split(".")
            private = len(parts) > 2 and parts[2] in {"forms", "views"}
            if parts[0] in FLOORS[1:] and private and ".".join(parts[:2]) != feature:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert not wrong


def test_views_and_forms_start_from_the_council() -> None:
    """No `.objects` where a request is answered: what is not reached from a council leaks."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "views" in path.relative_to(ROOT).with_suffix("").parts or path.name == "forms.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert not wrong


def test_one_council_is_asked_of_two_objects_at_least() -> None:
    """One alone agrees with itself, whatever council it is of."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if "require_same_council" in (code := path.read_text())
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "require_same_council"
        and len(node.args) < 2
    ]
    assert not wrong


#: People belong to several councils, a council is one, and jobs are the installation's.
WITHOUT_COUNCIL = {"accounts.person", "accounts.council", "councilsm.jobrun"}


@pytest.mark.parametrize(
    "model",
    [model for app in FLOORS for model in apps.get_app_config(app).get_models()]
    if apps.ready
    else [],
    ids=lambda model: model._meta.label_lower,
)
def test_every_row_carries_its_council(model: type) -> None:
    label = model._meta.label_lower  # type: ignore[attr-defined]
    if label in WITHOUT_COUNCIL:
        return
    field = next(f for f in model._meta.fields if f.column == "council_id")  # type: ignore[attr-defined]
    assert not field.null


def test_no_source_file_grew_past_comfort() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 300
    }
    assert not long


def test_each_letter_of_a_reference_counts_one_thing() -> None:
    """Two that shared a letter would share its numbers, and one reference would name either."""
    letters = [
        letter
        for app in ("accounts", "policies", "moderation")
        for path in (ROOT / app).rglob("*.py")
        for letter in re.findall(r'next_number\([\w.]+, "([A-Z]+)"\)', path.read_text())
    ]
    assert letters and sorted(letters) == sorted(set(letters))
