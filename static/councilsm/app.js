// Every page works without this file: it only makes them quicker to use.
import { initAll } from "./govuk-frontend.min.js";
import { startArrivals } from "./arrive.js";
import { startAutosave } from "./autosave.js";
import { startCopyButtons } from "./copy.js";
import { startCounts } from "./count.js";
import { startDecide } from "./decide.js";
import { startFingerprints } from "./fingerprint.js";
import { startPasskeyErrors } from "./passkeys.js";
import { startPreviews } from "./preview.js";
import { startReveals } from "./reveal.js";
import { startShortcuts } from "./shortcuts.js";
import { startSubmitKey } from "./submit-key.js";

initAll();
startArrivals(document);
startCopyButtons(document);
startCounts(document);
startPreviews(document);
startReveals(document);
startFingerprints(document);
startSubmitKey(document);
startPasskeyErrors(document);
document.querySelectorAll("form[data-autosave-url]").forEach(startAutosave);
document.querySelectorAll("form[data-decide]").forEach(startDecide);
document.querySelectorAll("[data-shortcuts]").forEach(startShortcuts);
