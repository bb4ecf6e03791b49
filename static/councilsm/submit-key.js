// Ctrl+Enter (or Cmd+Enter) submits a form that has a textarea, with its main button, so that the
// server learns which one it was and double clicks are caught as usual. On a page where somebody
// decides (<form data-decide>) it need not have the focus; a link keeps its own Ctrl+Enter.

function formFor(target, root) {
  const form = target.form || target.closest?.("form");
  if (form) return form.querySelector("textarea") ? form : null;
  return target.closest?.("a[href]") ? null : root.querySelector("form[data-decide]");
}

export function startSubmitKey(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    const form = formFor(event.target, root);
    const button = form?.querySelector('button:not([type]), button[type="submit"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
