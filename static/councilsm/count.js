// Counts words by each platform's rule, as moderation/checks/counting.py does; the server counts
// again. One table of cases holds the two together.
//
// <div data-count-for="7" data-rule="weighted" data-limit="280" …> per official account, made by
// templates/moderation/drafts/count.html; see there for its parts.

import { linksIn, withLinksAs } from "./links.js";
import { isChosen, whenWordsChange, wordsFor } from "./words.js";

const SHORTENED = "x".repeat(23);
const NEAR = 0.9; // of the limit: from here on the count is read out
const PAUSE = 1000; // milliseconds without typing before it is

// The same expression as in counting.py: what people see as one emoji.
const TONES = "\\ufe0f\\u{1f3fb}-\\u{1f3ff}";
const EMOJI = new RegExp(
  "\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3|" +
    "(?:\\p{Emoji_Presentation}(?!\\ufe0e)" +
    `|\\p{Extended_Pictographic}(?=[${TONES}]|\\u200d\\p{Extended_Pictographic}))` +
    `[${TONES}]*(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f})?` +
    `(?:\\u200d\\p{Extended_Pictographic}[${TONES}]*)*`,
  "gu",
);
const MENTION = /(^|[^/\w])@(([a-z0-9_]+)@[a-z0-9.-]+[a-z0-9]+)/gi;
const LIGHT = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];

const segmenter = window.Intl?.Segmenter ? new Intl.Segmenter("en", { granularity: "grapheme" }) : null;

// What a reader takes for single characters. Without the browser's help, nearly so: the server's
// count is the one that holds.
export function graphemes(text) {
  if (segmenter) return Array.from(segmenter.segment(text), (part) => part.segment);
  return text.match(new RegExp(`(?:${EMOJI.source}|[^])\\p{M}*`, "gu")) ?? [];
}

function weighted(text) {
  let emoji = 0;
  const rest = withLinksAs(text.normalize("NFC"), SHORTENED).replace(EMOJI, () => {
    emoji += 1;
    return "";
  });
  let used = 2 * emoji;
  for (const character of rest) {
    const point = character.codePointAt(0);
    used += LIGHT.some(([first, last]) => first <= point && point <= last) ? 1 : 2;
  }
  return used;
}

function threads(text) {
  let bytes = 0;
  const rest = text.replace(EMOJI, (found) => {
    bytes += bytesOf(found);
    return "";
  });
  return [...rest].length + bytes;
}

const RULES = {
  utf16: (text) => text.length,
  weighted,
  graphemes: (text) => graphemes(text).length,
  mastodon: (text) =>
    graphemes(withLinksAs(text, SHORTENED, true).replace(MENTION, "$1@$3")).length,
  threads,
};

function bytesOf(text) {
  return new TextEncoder().encode(text).length;
}

function written(number) {
  return number.toLocaleString("en-GB");
}

// `platform`: {rule, limit, byteLimit, unit}; a limit of 0 means none.
export function count(text, { rule, limit = 0, byteLimit = 0, unit = "characters" }) {
  const lines = text.replace(/\r\n?/g, "\n");
  let used = RULES[rule](lines);
  const inBytes = bytesOf(lines);
  if (byteLimit && inBytes > byteLimit && !(limit && used > limit)) {
    [used, limit, unit] = [inBytes, byteLimit, "bytes"];
  }
  const over = limit ? Math.max(0, used - limit) : 0;
  const tooMany = over ? `, ${written(over)} too many` : "";
  const sentence = limit ? `${written(used)} of ${written(limit)} ${unit} used${tooMany}` : "";
  return { used, limit, over, unit, links: new Set(linksIn(lines)).size, sentence };
}

function startOne(part) {
  const { countFor: account, name, rule, limit, byteLimit, unit } = part.dataset;
  const said = part.querySelector("[data-count-said]");
  const aloud = part.querySelector("[data-count-aloud]");
  if (!RULES[rule] || !said || !aloud) return;
  const platform = { rule, limit: Number(limit), byteLimit: Number(byteLimit), unit };
  let timer = null;

  function follow({ typed }) {
    const found = count(wordsFor(account), platform);
    part.hidden = !isChosen(account);
    said.textContent = found.sentence;
    said.classList.toggle("app-count-over", found.over > 0);
    clearTimeout(timer);
    const near = found.limit > 0 && found.used >= found.limit * NEAR && !part.hidden;
    if (!near) aloud.textContent = "";
    // Not while somebody types, nor on arriving: what the server counted can be read.
    else if (typed) {
      timer = setTimeout(() => {
        aloud.textContent = `${name}: ${found.sentence}`;
      }, PAUSE);
    }
  }

  whenWordsChange(follow);
  follow({ typed: false });
}

export function startCounts(root) {
  root.querySelectorAll("[data-count-for]").forEach(startOne);
}
