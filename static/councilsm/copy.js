// <button type="button" class="govuk-button govuk-button--secondary" data-copy="#text" hidden>Copy text</button>
// Hidden until here, because without a script it could do nothing.

export function startCopyButtons(root) {
  if (!navigator.clipboard) return;
  root.querySelectorAll("button[data-copy]").forEach((button) => {
    const status = document.createElement("span");
    status.className = "app-copied";
    status.setAttribute("role", "status");
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.querySelector(button.dataset.copy);
      if (!source) return;
      // textContent, not innerText: line breaks and spaces as they were typed.
      const text = "value" in source ? source.value : source.textContent;
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(text);
        status.textContent = "Copied";
      } catch {
        status.textContent = "Not copied. Select the text and copy it yourself";
      }
    });
  });
}
