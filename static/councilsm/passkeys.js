// Says so when a passkey could not be used: the library that talks to the key only logs it.

export function startPasskeyErrors(root) {
  root.addEventListener("allauth.error", () => {
    const status = root.querySelector("[data-passkey-status]");
    if (!status) return;
    status.hidden = false;
    status.textContent = "The passkey was not used. Try again, or choose another way.";
  });
}
