"""Within moderation the features know one another one way, as docs/architecture.md draws it."""

from tests.councilsm.test_architecture import ROOT, imported

#: What each may import, beside itself.
KNOWS: dict[str, set[str]] = {
    "checks": set(),
    "pictures": {"checks"},
    "drafts": {"checks", "pictures"},
    "posts": {"checks", "pictures", "drafts"},
    "permissions": {"checks", "pictures", "drafts", "posts"},
    "ideas": {"checks", "pictures", "drafts"},
}


def test_the_arrows_run_one_way() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for feature, known in KNOWS.items()
        for path in (ROOT / "moderation" / feature).rglob("*.py")
        for module in imported(path)
        if (parts := module.split("."))[0] == "moderation"
        and len(parts) > 1
        and parts[1] in KNOWS.keys() - known - {feature}
    ]
    assert not wrong
