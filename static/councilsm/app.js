// Every page works without this file: it only makes them quicker to use.
import { initAll } from "./govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startCopyButtons } from "./copy.js";
import { startDecide } from "./decide.js";
import { startPasskeyErrors } from "./passkeys.js";
import { startReveals } from "./reveal.js";
import { startSubmitKey } from "./submit-key.js";

initAll();
startCopyButtons(document);
startReveals(document);
startSubmitKey(document);
startPasskeyErrors(document);
document.querySelectorAll("form[data-autosave-url]").forEach(startAutosave);
document.querySelectorAll("form[data-decide]").forEach(startDecide);
