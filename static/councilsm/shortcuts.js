// <details data-shortcuts="person">: single keys for the page it stands on. Off until this person
// turns them on, remembered in this browser, and inactive while somebody types. What carries
// data-key="n" is chosen, followed or given the focus by that key. No key submits anything.

const TYPING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

function remembered(name) {
  try {
    return localStorage.getItem(name) === "on";
  } catch {
    return false; // storage is shut off: on for this page only
  }
}

function remember(name, on) {
  try {
    if (on) localStorage.setItem(name, "on");
    else localStorage.removeItem(name);
  } catch {
    // Turned on for this page only.
  }
}

function goTo(target) {
  if (target.matches("a[href]")) {
    target.click();
    return;
  }
  if (target.matches("input")) target.click();
  target.focus();
}

export function startShortcuts(list) {
  const name = `councilsm.keys.${list.dataset.shortcuts}`;
  const state = list.querySelector("[data-shortcuts-state]");
  const button = list.querySelector("[data-shortcuts-switch]");
  let on = remembered(name);

  function show() {
    state.textContent = on ? "Single keys are on." : "Single keys are off.";
    button.textContent = on ? "Turn off single keys" : "Turn on single keys";
  }

  button.addEventListener("click", () => {
    on = !on;
    remember(name, on);
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(TYPING)) return;
    if (event.key === "?") {
      event.preventDefault();
      list.open = true;
      list.querySelector("summary").focus();
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    goTo(target);
  });
  show();
}
