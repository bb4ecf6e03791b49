// The words for one official account, out of the composer's fields: #id_text for all, #id_text_7 for
// account 7 alone where somebody wrote other words for it, and #id_link.

function value(id) {
  return document.getElementById(id)?.value ?? "";
}

// As the server joins them: the link on a line of its own at the end, unless the words hold it.
export function withLink(text, link) {
  const words = text.replace(/\r\n?/g, "\n").trim();
  const address = link.trim();
  if (!address || words.includes(address)) return words;
  return words ? `${words}\n${address}` : address;
}

export function wordsFor(account) {
  const own = value(`id_text_${account}`);
  return withLink(own.trim() ? own : value("id_text"), value("id_link"));
}

// Whether the post goes to this account; where there is nothing to choose, it does.
export function isChosen(account) {
  const box = document.querySelector(
    `input[type="checkbox"][name="accounts"][value="${CSS.escape(account)}"]`,
  );
  return !box || box.checked;
}

// Calls `follow` after every change to the fields above, and when the browser restored them.
export function whenWordsChange(follow) {
  const ours = (field) => /^id_(text(_\d+)?|link)$/.test(field.id) || field.name === "accounts";
  for (const event of ["input", "change"]) {
    document.addEventListener(event, ({ target }) => {
      if (ours(target)) follow({ typed: true });
    });
  }
  window.addEventListener("pageshow", () => follow({ typed: false }));
}
