// <input data-fingerprint="id_of_the_name">: offers to choose a file and fills in its SHA-256 here,
// and its name there. The file is read in the browser and never sent: the chooser has no name.

const LARGEST = 1024 ** 3; // bytes; the browser can only work on a file as a whole
const HELP = "Work out the SHA-256 as the hint below says, and enter it there.";

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function fill(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true })); // so that it is saved
}

function startOne(field) {
  const name = document.getElementById(field.dataset.fingerprint);
  const before = name?.closest(".govuk-form-group");
  if (!before) return;
  const id = `${field.id}_chooser`;
  const status = make("p", { class: "govuk-body-s", role: "status" });
  const chooser = make("input", {
    type: "file",
    id,
    class: "govuk-file-upload",
    accept: "video/*",
    "aria-describedby": `${id}_hint`,
  });
  before.before(
    make(
      "div",
      { class: "govuk-form-group" },
      make("label", { class: "govuk-label govuk-label--s", for: id }, "Choose the video (optional)"),
      make(
        "div",
        { class: "govuk-hint", id: `${id}_hint` },
        "It stays on your computer. Its name and SHA-256 are filled in below.",
      ),
      chooser,
      status,
    ),
  );

  async function read() {
    const [file] = chooser.files;
    if (!file) return;
    fill(name, file.name.slice(0, 300));
    fill(field, ""); // never the fingerprint of another file
    if (file.size > LARGEST) {
      status.textContent = `This file is larger than 1 GB. ${HELP}`;
      return;
    }
    status.textContent = "Reading the video.";
    let found = "";
    try {
      found = await sha256(file);
    } catch {
      // Moved, unplugged, or too large for this computer's memory.
    }
    if (file !== chooser.files[0]) return; // another was chosen meanwhile
    if (found) fill(field, found);
    status.textContent = found
      ? "The name and SHA-256 are filled in. The video was not sent."
      : `The video could not be read. ${HELP}`;
  }

  chooser.addEventListener("change", read);
}

export function startFingerprints(root) {
  if (!globalThis.crypto?.subtle) return; // browsers have it on secure pages only
  root.querySelectorAll("input[data-fingerprint]").forEach(startOne);
}
