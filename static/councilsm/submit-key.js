// Ctrl+Enter (or Cmd+Enter) submits a form that has a textarea, with its main button, so that the
// server learns which one it was and double clicks are caught as usual.

export function startSubmitKey(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    const form = event.target.form || event.target.closest("form");
    if (!form || !form.querySelector("textarea")) return;
    const button = form.querySelector('button:not([type]), button[type="submit"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
