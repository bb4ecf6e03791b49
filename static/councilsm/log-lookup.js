// <form data-entry-lookup="…">: asks what the pasted link tells. The server answers
// {url, account, platform, said: […], known: {reference, page} or null}; see log/looking.py.

const PAUSE = 250; // milliseconds after the last change

export function startLookup(form) {
  const field = form.querySelector("#id_url");
  const account = form.querySelector("#id_account");
  const platform = form.querySelector("#id_platform");
  const told = form.querySelector("[data-entry-told]");
  const again = form.querySelector("[data-entry-again]");
  const known = form.querySelector("[data-entry-known]");
  if (!form.dataset.entryLookup || !field || !account || !told) return;
  let timer = null;
  let asked = field.value.trim();
  let chosenByHand = false;

  function say(found) {
    const lines = [...found.said];
    const name = account.selectedOptions[0]?.textContent.trim();
    if (found.account) lines.unshift(`This is on ${name}.`);
    told.replaceChildren(...lines.map((text) => line(text)));
    again.hidden = !found.known;
    if (found.known) {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = found.known.page;
      link.textContent = found.known.reference;
      known.replaceChildren("On the record already: ", link, ".");
      told.append(line(`It is on the record already, as ${found.known.reference}.`));
    }
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
        if (found.account) account.value = found.account;
        if (!found.account && found.platform) platform.value = found.platform;
        account.dispatchEvent(new Event("change", { bubbles: true }));
        chosenByHand = false;
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
