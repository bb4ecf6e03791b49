// <input type="radio" data-reveals="id">: shows what belongs to a choice while it is chosen. The
// design system's own way puts aria-expanded on radios, which ARIA does not allow there.

export function startReveals(root) {
  const choices = [...root.querySelectorAll("input[data-reveals]")];
  if (!choices.length) return;

  function follow() {
    for (const choice of choices) {
      const part = document.getElementById(choice.dataset.reveals);
      const hidden = `govuk-${choice.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`;
      part?.classList.toggle(hidden, !choice.checked);
    }
  }

  root.addEventListener("change", follow);
  // Also when the browser restored a choice after going back.
  window.addEventListener("pageshow", follow);
  follow();
}
