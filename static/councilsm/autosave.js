// Saves a form while somebody writes: 5 seconds after the last change, and on leaving a field.
//
// <form data-autosave-url="…">, with <p data-autosave-status role="status"></p> inside it. The server
// answers {"saved_at": "9:14am", "version": 7, "checks": "…"}, or {"error": "…"} and any other status than 2xx.
// The first save of something new also answers {"page": "…", "autosave_url": "…"}: where it now lives.

const PAUSE = 5000; // milliseconds
const FAILED = "Not saved. Copy your text";

export function startAutosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = null;
  let changed = false;
  let saving = null;
  let leaving = false;

  function say(text, failed) {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("app-autosave--failed", failed);
  }

  async function send() {
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: textOf(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "error", // a redirect is the sign-in page: nothing was saved
      });
      const result = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Refused(result.error);
      const version = form.elements.namedItem("version");
      if (version && result.version !== undefined) version.value = result.version;
      if (result.page) moveTo(result);
      showChecks(result.checks);
      say(`Saved at ${result.saved_at}`, false);
    } catch (error) {
      changed = true;
      const reason = error instanceof Refused && error.reason ? ` ${error.reason}` : "";
      say(`${FAILED}.${reason}`, true);
    }
  }

  // What the policy checks say now. Not while somebody writes a note there.
  function showChecks(html) {
    const checks = form.querySelector("[data-checks]");
    if (html && checks && !checks.contains(document.activeElement)) checks.innerHTML = html;
  }

  // A reload, the Back button and the next save all find what was just started.
  function moveTo(result) {
    form.action = result.page;
    form.dataset.autosaveUrl = result.autosave_url;
    window.history.replaceState(null, "", result.page);
  }

  async function save() {
    clearTimeout(timer);
    // One at a time: the second would carry a version that the first is about to change.
    if (saving || leaving || !changed) return;
    saving = send();
    await saving;
    saving = null;
    if (changed && !leaving) timer = setTimeout(save, PAUSE);
  }

  function note() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", async (event) => {
    leaving = true;
    clearTimeout(timer);
    if (!saving) return;
    // The save on its way would make this form's version an old one: wait for it.
    event.preventDefault();
    await saving;
    saving = null;
    form.requestSubmit(event.submitter);
  });
  // The browser shows this page again as it was left when somebody goes back to it.
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
}

class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// Files are sent once, with the form itself.
function textOf(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) {
    if (value instanceof File) data.delete(name);
  }
  return data;
}
