// <h1 data-arrive tabindex="-1">: takes the focus on the page that a decision leads to, and is
// described by the message that says what was done.

export function startArrivals(root) {
  const heading = root.querySelector("[data-arrive]");
  const message = root.querySelector(".app-message--success");
  if (!heading || !message || root.querySelector(".govuk-error-summary")) return;
  message.id ||= "done";
  heading.setAttribute("aria-describedby", message.id);
  heading.focus();
}
