// <form data-entry>: the quick entry of the moderation log. The page works without this file; with
// it the link fills in the account and screenshots are pasted. With data-entry="sent" nothing is lost
// with the connection; its view answers JSON (log/views/entry.py).
import { startLookup } from "./log-lookup.js";
import { startMarking } from "./log-marking.js";
import { startNumberKeys } from "./log-number-keys.js";
import { startParts } from "./log-parts.js";
import { startSending } from "./log-sending.js";
import { startShots } from "./log-shots.js";

// Each is told of a form anew, since an answer that refuses it brings the form again.
export function startEntry(form) {
  startParts(form);
  startNumberKeys(form);
  startMarking(form);
  startShots(form);
  startLookup(form);
  if (form.dataset.entry === "sent") startSending(form, startEntry);
}

document.querySelectorAll("form[data-entry]").forEach(startEntry);
document.querySelectorAll("form[data-parts]").forEach(startParts);
