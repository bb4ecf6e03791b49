// <form data-entry-lookup="…">: asks what the pasted link tells. The server answers
// {url, account, platform, said: […], known: {reference, kind, page, add} or null}; see log/looking.py.

const ELSEWHERE = "elsewhere"; // as log/forms/posted.py has it
const PAUSE = 250; // milliseconds after the last change

export function startLookup(form) {
  const field = form.querySelector("#id_url");
  const account = form.querySelector("#id_account");
  const platform = form.querySelector("#id_platform");
  const told = form.querySelector("[data-entry-told]");
  const before = form.querySelector("#id_account_before");
  const again = form.querySelector("[data-entry-again]");
  const tick = form.querySelector("#id_again");
  const known = form.querySelector("[data-entry-known]");
  if (!form.dataset.entryLookup || !field || !account || !told) return;
  let timer = null;
  let asked = field.value.trim();
  let chosenByHand = before ? account.value !== before.value : false;

  function say(found) {
    const lines = [...found.said];
    const name = account.selectedOptions[0]?.textContent.trim();
    if (found.account) lines.unshift(`This is on ${name}.`);
    told.replaceChildren(...lines.map((text) => line(text)));
    again.hidden = !found.known;
    if (found.known) {
      const { kind, reference, page, add } = found.known;
      known.replaceChildren(
        `The ${kind} at this address is on the record already, as `,
        link(page, reference),
        ". ",
        link(add, "Add an action to it"),
        " and nothing has to be typed again.",
      );
    }
  }

  function link(address, text) {
    const one = document.createElement("a");
    one.className = "govuk-link";
    one.href = address;
    one.textContent = text;
    return one;
  }

  function line(text) {
    const one = document.createElement("p");
    one.className = "govuk-body-s govuk-!-margin-bottom-2";
    one.textContent = text;
    return one;
  }

  async function look() {
    const url = field.value.trim();
    if (url === asked) return;
    asked = url;
    if (tick) tick.checked = false; // it was about what stood at another address
    if (!url) {
      told.replaceChildren();
      again.hidden = true;
      return;
    }
    const body = new FormData();
    body.set("url", url);
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    try {
      const answer = await fetch(form.dataset.entryLookup, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok || asked !== url) return;
      const found = await answer.json();
      if (field.value.trim() === url && found.url) field.value = asked = found.url;
      if (!chosenByHand) {
        // A link that names none of ours says that it is not on the last one.
        if (found.account || account.value !== ELSEWHERE) account.value = found.account;
        if (before) before.value = account.value;
        if (!found.account && found.platform) platform.value = found.platform;
        account.dispatchEvent(new Event("change", { bubbles: true }));
      }
      say(found);
    } catch {
      // The server fills it in when the form is saved.
    }
  }

  account.addEventListener("change", (event) => {
    if (event.isTrusted) chosenByHand = true;
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  field.addEventListener("change", look);
  if (again.hasAttribute("data-entry-hidden")) again.hidden = true;
}
