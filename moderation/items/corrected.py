"""What was written down wrongly, and anew since: all of it is about one thing that was posted."""

from moderation.items.models import Item


def lineage(item: Item) -> list[Item]:
    """An item with those that it corrects, and those that correct it; the first one first."""
    everyone = earlier_of(item)[::-1]
    while later := Item.objects.filter(corrects=everyone[-1]).first():
        everyone.append(later)
    return everyone


def earlier_of(item: Item) -> list[Item]:
    """An item, and those that it corrects; no query of one that corrects none."""
    found = [item]
    while found[-1].corrects_id and found[-1].corrects is not None:
        found.append(found[-1].corrects)
    return found


def standing(item: Item) -> Item:
    """The item that stands now for what was posted: the last that put it right, or itself."""
    rows = Item.objects.select_related("account", "author")
    while later := rows.filter(corrects=item).first():
        item = later
    return item


def held_lineage(item: Item) -> list[Item]:
    """The same as `lineage`, as it is now, held until the transaction ends.

    Each is held before the next is looked for: whoever puts it right at once either came before,
    and theirs is found, or waits.
    """
    rows = Item.objects.select_for_update(no_key=True)
    everyone = [rows.get(pk=earlier_of(item)[-1].pk)]
    while later := rows.filter(corrects=everyone[-1]).first():
        everyone.append(later)
    for one in everyone:
        one.council = item.council
    return everyone
