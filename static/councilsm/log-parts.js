// Shows what belongs to a choice while it is chosen: data-when-kind="hidden deleted" by the radios
// named "kind", likewise data-when-reason and data-when-account; data-when-ticked="id" by a tick, and
// data-or-ticked="id" by a tick as well; data-unless-prohibited while no answer of the radios named
// "prohibited" says that nobody may keep it.

const CHOICES = { whenKind: "kind", whenReason: "reason", whenAccount: "account" };

function isTicked(id) {
  return Boolean(document.getElementById(id)?.checked);
}

function isMet(part, form) {
  if (part.dataset.unlessProhibited !== undefined) {
    return !form.elements.namedItem("prohibited")?.value;
  }
  if (part.dataset.whenTicked) return isTicked(part.dataset.whenTicked);
  if (part.dataset.orTicked && isTicked(part.dataset.orTicked)) return true;
  for (const [key, name] of Object.entries(CHOICES)) {
    if (part.dataset[key] === undefined) continue;
    const chosen = form.elements.namedItem(name)?.value ?? "";
    return chosen !== "" && part.dataset[key].split(" ").includes(chosen);
  }
  return true;
}

export function startParts(form) {
  const parts = form.querySelectorAll(
    "[data-when-kind], [data-when-reason], [data-when-account], [data-when-ticked], [data-unless-prohibited]",
  );

  function follow() {
    for (const part of parts) part.hidden = !isMet(part, form);
  }

  form.addEventListener("change", follow);
  // Also when the browser restored a choice after going back.
  window.addEventListener("pageshow", follow);
  follow();
}
