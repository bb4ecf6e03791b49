// Marking the words that break a reason: select them in the words (#id_words), then press Alt+M or
// the button. Each passage becomes a line of #id_marked, which can be typed in as well.

export function startMarking(form) {
  const words = form.querySelector("#id_words");
  const marked = form.querySelector("#id_marked");
  const place = form.querySelector("[data-marking]");
  if (!words || !marked || !place) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary app-mark";
  button.textContent = "Mark the words I selected (Alt+M)";
  // Reached by its key; as a stop for the tabulator it would stand in everybody's way.
  button.tabIndex = -1;
  const told = document.createElement("span");
  told.className = "govuk-visually-hidden";
  told.setAttribute("role", "status");
  words.after(button, told);

  function mark() {
    const passage = words.value.slice(words.selectionStart, words.selectionEnd).trim();
    if (!passage) {
      told.textContent = "Nothing is selected in the words";
      return;
    }
    const line = passage.replace(/\s+/g, " ");
    const lines = marked.value.split("\n").filter((one) => one.trim());
    if (!lines.includes(line)) lines.push(line);
    marked.value = lines.join("\n");
    told.textContent = `Marked: ${line}`;
  }

  button.addEventListener("click", mark);
  form.addEventListener("keydown", (event) => {
    if (event.code !== "KeyM" || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    mark();
  });
}
