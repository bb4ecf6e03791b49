"""Within accounts the features know one another one way, as docs/architecture.md draws it."""

from tests.councilsm.test_architecture import ROOT, imported

#: What each may import, beside itself. Councils and people are one ground: a council's pages show
#: who is there, and people hold what its rulebook gives.
GROUND = {"councils", "people"}
KNOWS: dict[str, set[str]] = {
    "councils": GROUND,
    "people": GROUND,
    "register": GROUND,
    "devices": GROUND | {"register"},
    "training": GROUND | {"register"},
    "team": GROUND | {"register", "training"},
    "grants": GROUND | {"register", "devices"},
    "places": GROUND | {"register"},
    "lookalikes": GROUND | {"register", "places"},
    "paper": GROUND | {"register", "grants", "team"},
    "imports": GROUND | {"register", "training", "team", "grants"},
    "public": GROUND | {"register", "lookalikes"},
    "leavers": GROUND | {"register", "devices", "training", "team", "grants", "hours"},
    "caretaker": GROUND | {"leavers"},
    "clock": GROUND | {"hours"},
    "hours": GROUND | {"register"},
}


def test_the_arrows_run_one_way() -> None:
    """Also where a module is imported for its types alone: who names a model knows it."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for feature, known in KNOWS.items()
        for path in (ROOT / "accounts" / feature).rglob("*.py")
        for module in imported(path, for_types=True)
        if (parts := module.split("."))[0] == "accounts"
        and len(parts) > 1
        and parts[1] in KNOWS.keys() - known - {feature}
    ]
    assert not wrong


def test_every_feature_is_drawn() -> None:
    folders = {path.parent.name for path in (ROOT / "accounts").glob("*/__init__.py")}
    assert folders - {"migrations", "management"} == set(KNOWS)
