// Keeps the likenesses of a post in step with what is typed. The server makes them
// (templates/moderation/drafts/preview_likeness.html); the real post may look different anyhow.

import { graphemes } from "./count.js";
import { isChosen, whenWordsChange, wordsFor } from "./words.js";

// What stands before "See more", and what after, as counting.fold() cuts it; 0 means no cut.
export function fold(text, { characters = 0, lines = 0 }) {
  const words = text.replace(/\r\n?/g, "\n").trim();
  if (!characters) return [words, ""];
  const first = lines ? words.split("\n").slice(0, lines).join("\n") : words;
  let end = first.length;
  const all = graphemes(first);
  if (all.length > characters) {
    let cut = characters;
    while (cut > characters / 2 && !" \n".includes(all[cut])) cut -= 1;
    if (cut <= Math.floor(characters / 2)) cut = characters;
    end = all.slice(0, cut).join("").length;
  }
  return [words.slice(0, end).trimEnd(), words.slice(end).trimStart()];
}

function startOne(part) {
  const account = part.dataset.previewFor;
  const find = (name) => part.querySelector(`[data-preview-${name}]`);
  const [words, more, rest, nothing] = ["words", "more", "rest", "nothing"].map(find);
  if (!words || !more || !rest || !nothing) return;
  const cut = { characters: Number(part.dataset.fold), lines: Number(part.dataset.foldLines) };

  function follow() {
    const [shown, folded] = fold(wordsFor(account), cut);
    part.hidden = !isChosen(account);
    words.textContent = shown;
    rest.textContent = folded;
    words.hidden = !shown;
    nothing.hidden = Boolean(shown);
    more.hidden = !folded;
  }

  whenWordsChange(follow);
  follow();
}

export function startPreviews(root) {
  root.querySelectorAll("[data-preview-for]").forEach(startOne);
}
