"""Within policies the features know one another one way, as docs/architecture.md draws it."""

from tests.councilsm.test_architecture import ROOT, imported

#: What each may import, beside itself.
KNOWS: dict[str, set[str]] = {
    "documents": set(),
    "elections": {"documents"},
    "reviews": {"documents", "elections"},
    "acknowledgements": {"documents"},
}


def test_the_arrows_run_one_way() -> None:
    """Also where a module is imported for its types alone: who names a model knows it."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for feature, known in KNOWS.items()
        for path in (ROOT / "policies" / feature).rglob("*.py")
        for module in imported(path, for_types=True)
        if (parts := module.split("."))[0] == "policies"
        and len(parts) > 1
        and parts[1] in KNOWS.keys() - known - {feature}
    ]
    assert not wrong


def test_every_feature_is_drawn() -> None:
    folders = {path.parent.name for path in (ROOT / "policies").glob("*/__init__.py")}
    assert folders - {"migrations", "management", "templatetags"} == set(KNOWS)
