// Sends the quick entry without leaving the page, so that nothing on it is lost with the connection.
// Saved, the server answers {there}; refused, the page with the form, which takes this one's place.
import { initAll } from "./govuk-frontend.min.js";
import { startReveals } from "./reveal.js";

const LOST = "Not saved: there is no connection. Everything is still on this page.";
const SIGNED_OUT =
  "Not saved: you were signed out. Sign in again in another tab, then come back. Everything is still on this page.";
const FAILED = "Not saved: something went wrong on our side. Everything is still on this page.";

export function startSending(form, startEntry) {
  let sending = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter);
  });

  async function send(submitter) {
    if (sending) return; // twice would be one record anyway: the form has a key
    sending = true;
    form.setAttribute("aria-busy", "true");
    try {
      await post(submitter);
    } catch {
      offerAgain(LOST, submitter);
    } finally {
      sending = false;
      form.removeAttribute("aria-busy");
    }
  }

  async function post(submitter) {
    const body = new FormData(form);
    if (submitter?.name) body.set(submitter.name, submitter.value);
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const { there } = await answer.json();
      form.reset(); // so that Back shows an empty page, and not half of what is saved
      window.location.assign(there);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("main form[data-entry]");
    if (next && [409, 422].includes(answer.status)) showInstead(page, next);
    else if ([401, 403].includes(answer.status)) offerAgain(SIGNED_OUT, submitter, true);
    else offerAgain(FAILED, submitter);
  }

  function showInstead(page, next) {
    const main = document.querySelector("main");
    document.title = page.title;
    main.replaceChildren(...page.querySelector("main").childNodes);
    initAll({ scope: main });
    startReveals(main);
    startEntry(next);
    window.scrollTo(0, 0);
  }

  function offerAgain(text, submitter, renew = false) {
    form.querySelector("[data-entry-failed]")?.remove();
    const part = document.createElement("div");
    part.className = "govuk-error-summary";
    part.dataset.entryFailed = "";
    part.tabIndex = -1;
    const words = document.createElement("p");
    words.className = "govuk-body";
    words.setAttribute("role", "alert");
    words.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-!-margin-bottom-0";
    button.textContent = "Try again";
    button.addEventListener("click", async () => {
      if (renew) await renewTokens().catch(() => {});
      part.remove();
      send(submitter);
    });
    part.append(words, button);
    form.prepend(part);
    part.focus();
  }

  // Signing in again changed what proves that this page is ours.
  async function renewTokens() {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const name of ["csrfmiddlewaretoken", "whose"]) {
      const fresh = page.querySelector(`form[data-entry] input[name="${name}"]`);
      const old = form.elements.namedItem(name);
      if (fresh && old) old.value = fresh.value;
    }
  }
}
