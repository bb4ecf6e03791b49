// <div data-number-keys>: in its group of radios, 1 to 9 choose the first nine while one of them has
// the focus. On until this person turns them off in this browser.

const NAME = "councilsm.numberKeys";

function areOn() {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true; // storage is shut off
  }
}

function turn(on) {
  try {
    if (on) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, "off");
  } catch {
    // Cannot be remembered.
  }
}

export function startNumberKeys(form) {
  const groups = form.querySelectorAll("[data-number-keys]");
  const place = form.querySelector("[data-number-keys-switch-place]");
  let on = areOn();

  function show() {
    for (const key of form.querySelectorAll(".app-key")) key.hidden = !on;
    if (place) place.firstElementChild.textContent = `Turn number keys ${on ? "off" : "on"}`;
  }

  if (place) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
    button.addEventListener("click", () => {
      on = !on;
      turn(on);
      show();
    });
    place.replaceChildren(button);
  }

  for (const group of groups) {
    const radios = [...group.querySelectorAll('input[type="radio"]')];
    for (const [position, radio] of radios.slice(0, 9).entries()) {
      const key = document.createElement("span");
      key.className = "app-key";
      key.setAttribute("aria-hidden", "true");
      key.textContent = position + 1;
      radio.labels[0].append(key);
    }
    group.addEventListener("keydown", (event) => {
      if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const radio = /^[1-9]$/.test(event.key) ? radios[Number(event.key) - 1] : null;
      if (!radio || event.target.type !== "radio") return;
      event.preventDefault();
      radio.click();
      radio.focus();
    });
  }
  show();
}
