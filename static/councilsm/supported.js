// Loaded first in <body>, as its own file because the page allows no inline script. What is only
// sensible with scripts is hidden by style until this has run.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
