// <form data-decide>: its main button, marked data-decide-button, says what the chosen radio does.
// A radio's own label is used, unless it carries data-decide-label.

export function startDecide(form) {
  const button = form.querySelector("[data-decide-button]");
  if (!button) return;
  const name = form.dataset.decide || "outcome";

  function follow() {
    const chosen = form.querySelector(`input[type="radio"][name="${CSS.escape(name)}"]:checked`);
    if (!chosen) return;
    const label = chosen.dataset.decideLabel || chosen.labels[0].textContent.trim();
    // Text replaced between pressing and releasing the mouse would swallow the click.
    if (button.textContent !== label) button.textContent = label;
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === name) follow();
  });
  // Also when the browser restored a choice after going back.
  window.addEventListener("pageshow", follow);
  follow();
}
