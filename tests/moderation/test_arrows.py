"""Within moderation the features know one another one way, as docs/architecture.md draws it."""

import ast
import re
from dataclasses import fields
from pathlib import Path

from django.apps import apps

from moderation.checks.content import Content
from tests.councilsm.test_architecture import ROOT, imported

#: What each may import, beside itself.
KNOWS: dict[str, set[str]] = {
    "checks": set(),
    "pictures": {"checks"},
    "drafts": {"checks", "pictures"},
    "posts": {"checks", "pictures", "drafts"},
    "permissions": {"checks", "pictures", "drafts", "posts"},
    "ideas": {"checks", "pictures", "drafts", "posts"},
    "items": set(),
    "evidence": {"items"},
    "log": {"checks", "items", "evidence"},
    "cases": {"items", "evidence", "log"},
    "conduct": {"items", "evidence", "log"},
    "enquiries": {"checks", "drafts", "posts", "items", "evidence", "log"},
    "sightings": {"checks", "drafts", "items", "evidence", "log", "cases", "conduct", "enquiries"},
    "pre_election": {"checks", "pictures", "drafts", "posts"},
    "blocks": {"items", "evidence", "log"},
    "unblocks": {"items", "evidence", "log", "enquiries", "blocks"},
}
#: Where a feature reads, through a relation from the other side, rows of one that it does not know.
#: On purpose, and each with its reason in docs/architecture.md.
REACHES = {
    ("checks/repeats.py", "posts"),
    ("drafts/correcting.py", "corrects"),
    ("drafts/correcting.py", "post"),
    ("drafts/models/revision.py", "post"),
}
#: Where a page shows a part of a feature that its own does not know, likewise.
SHOWS = {
    ("drafts/decide.html", "ideas"),
    ("drafts/detail.html", "ideas"),
    ("enquiries/detail.html", "unblocks"),
}
#: What others call something of their own too: a page its rows, a permission its paper, a block
#: what was decided about it, and what lay there then.
OWN_NAMES = {"conduct", "decisions", "evidence", "items"}
PART = re.compile(r'\{% include "moderation/([a-z]+)/')


def test_the_arrows_run_one_way() -> None:
    """Also where a module is imported for its types alone: who names a model knows it."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for feature, known in KNOWS.items()
        for path in (ROOT / "moderation" / feature).rglob("*.py")
        for module in imported(path, for_types=True)
        if (parts := module.split("."))[0] == "moderation"
        and len(parts) > 1
        and parts[1] in KNOWS.keys() - known - {feature}
    ]
    assert not wrong


def test_reverse_relations_reach_up_only_where_it_is_meant() -> None:
    """A council’s `posts` need no import, so an import cannot show who reads them."""
    found = {
        (str(path.relative_to(ROOT / "moderation")), name)
        for feature, known in KNOWS.items()
        for path in (ROOT / "moderation" / feature).rglob("*.py")
        for name in names_in(path) & reverse_names(KNOWS.keys() - known - {feature})
    }
    assert found == REACHES


def test_pages_show_what_is_above_them_only_where_it_is_meant() -> None:
    templates = ROOT / "templates" / "moderation"
    found = {
        (str(path.relative_to(templates)), shown)
        for path in templates.rglob("*.html")
        for shown in PART.findall(path.read_text())
        if shown not in KNOWS[path.parent.name] | {path.parent.name}
    }
    assert found == SHOWS


def reverse_names(features: set[str]) -> set[str]:
    """What the models of other features call the rows of these that refer to them.

    Without what a `Content` calls its own values, such as its pictures.
    """
    return (
        {
            str(relation.name)
            for model in apps.get_models()
            if model.__module__.split(".")[1] not in features
            for relation in model._meta.related_objects
            if relation.related_model.__module__.split(".")[1] in features
        }
        - {field.name for field in fields(Content)}
        - OWN_NAMES
    )


def names_in(path: Path) -> set[str]:
    """The attributes that a file reads, and the steps of the lookups that it writes.

    Nobody calls a relation, so `items()` is that of a dictionary.
    """
    found: set[str] = set()
    tree = list(ast.walk(ast.parse(path.read_text())))
    called = {id(node.func) for node in tree if isinstance(node, ast.Call)}
    for node in tree:
        if isinstance(node, ast.Attribute):
            if id(node) not in called:
                found.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            found |= set(node.arg.split("__")) if "__" in node.arg else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            found |= set(node.value.split("__"))
    return found
