// <form data-report>: "Report something" and adding to a report take pasted screenshots, as quick
// entry does. The pages work without this file.
import { startShots } from "./log-shots.js";

document.querySelectorAll("form[data-report]").forEach(startShots);
