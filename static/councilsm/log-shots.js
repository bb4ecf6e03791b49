// <div data-paste-evidence> around the file field "captures": screenshots come in by pasting anywhere
// on the page, by dragging or by choosing. They stay in the browser until the form is sent. What
// nobody may keep (the radios "prohibited") removes the field and all that was added.

const PICTURE = /^image\//;
const UNNAMED = /^image\.\w+$/; // what browsers call whatever was pasted

let stopListening = () => {};

export function startShots(form) {
  const area = form.querySelector("[data-paste-evidence]");
  const input = area?.querySelector('input[type="file"][name="captures"]');
  const list = area?.querySelector("[data-paste-list]");
  const told = area?.querySelector("[data-paste-told]");
  if (!area || !list) return;
  const whyNone = area?.querySelector("[data-no-capture]");
  // What can be seen is asked once there is something to see.
  const described = area?.querySelector("[data-evidence-described]");
  const isKept = Boolean(area?.querySelector("[data-evidence-kept]"));
  let shots = [];

  function isProhibited() {
    return Boolean(form.elements.namedItem("prohibited")?.value);
  }

  // Put into the field itself, so that the form carries them however it is sent.
  function show() {
    if (input) {
      const transfer = new DataTransfer();
      for (const { file } of shots) transfer.items.add(file);
      input.files = transfer.files;
    }
    list.replaceChildren(...shots.map(row));
    follow();
  }

  function follow() {
    if (whyNone) whyNone.hidden = isProhibited() || shots.length > 0;
    if (described) described.hidden = !isKept && shots.length === 0;
  }

  function row(shot, position) {
    const item = document.createElement("li");
    if (PICTURE.test(shot.file.type)) {
      const image = document.createElement("img");
      image.src = shot.url;
      image.alt = `Screenshot ${position + 1}, not saved yet`;
      item.append(image);
    } else item.append(shot.file.name);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
    button.textContent = "Remove";
    button.setAttribute("aria-label", `Remove ${shot.file.name}`);
    button.addEventListener("click", () => {
      drop([shot]);
      told.textContent = "Removed";
      (list.querySelector("button") ?? input)?.focus();
    });
    item.append(button);
    return item;
  }

  function drop(which) {
    for (const { url } of which) URL.revokeObjectURL(url);
    shots = shots.filter((shot) => !which.includes(shot));
    show();
  }

  function add(files) {
    if (!files.length) return;
    if (isProhibited() || !input) {
      told.textContent = "Not added: nobody may keep such an image";
      show();
      return;
    }
    for (const file of files) {
      const named = UNNAMED.test(file.name) ? renamed(file) : file;
      shots.push({ file: named, url: URL.createObjectURL(named) });
    }
    show();
    const number = shots.length;
    const what = files.every((file) => PICTURE.test(file.type)) ? "Screenshot" : "File";
    told.textContent = number > 1 ? `${what} added, ${number} in all` : `${what} added`;
  }

  function renamed(file) {
    const moment = new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-");
    const ending = file.name.split(".").pop();
    return new File([file], `screenshot-${moment}-${shots.length + 1}.${ending}`, {
      type: file.type,
    });
  }

  function paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    // Words that come with a picture of themselves, as from a spreadsheet, stay words.
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    add(files);
  }

  function over(event) {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  }

  function dropped(event) {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  }

  function judge() {
    const none = isProhibited();
    if (none && shots.length) {
      drop([...shots]);
      told.textContent = "What you added here is removed";
    }
    for (const part of area.querySelectorAll("[data-evidence-files], [data-paste-hint]")) {
      part.hidden = none;
    }
    follow();
    if (input) input.disabled = none;
  }

  stopListening();
  const listening = new AbortController();
  stopListening = () => listening.abort();
  const { signal } = listening;
  document.addEventListener("paste", paste, { signal });
  document.addEventListener("dragover", over, { signal });
  document.addEventListener("drop", dropped, { signal });
  input?.addEventListener("change", () => {
    const kept = new Set(shots.map(({ file }) => file));
    add([...input.files].filter((file) => !kept.has(file)));
  });
  for (const radio of form.querySelectorAll('input[name="prohibited"]')) {
    radio.addEventListener("change", judge);
  }
  window.addEventListener("pageshow", judge, { signal });
  judge();
}
