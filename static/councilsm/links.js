// Finding links in words as moderation/checks/links.py does. The server's tests compare the two.

export const COUNTRIES =
  "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs " +
  "bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec " +
  "ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy " +
  "hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz " +
  "la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx " +
  "my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re " +
  "ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th " +
  "tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";
export const COMMON =
  "academy agency app art asia bar beer biz blog business cafe camp care cat center charity " +
  "church city click cloud club college com community coop cymru day design dev digital " +
  "directory earth eco edu education email energy estate events farm film fit foundation fun " +
  "fund gallery garden global gov green group guide guru help homes house how info int jobs land " +
  "life link live london market media mil mobi museum music name net network news ngo ong " +
  "online org page parts party photo photography photos plus post press pro properties property " +
  "pub run sale school science scot services shop show site social solutions space store " +
  "studio support team tech technology theatre tips today tools top tours town training travel " +
  "university video vote voting wales website wedding wiki work works world xyz zone";

const LETTER = "a-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f";
const LABEL = `[${LETTER}](?:[${LETTER}_\\-]{0,61}[${LETTER}])?`;
const PATH_CHARACTER = `${LETTER}\\u0400-\\u04ff!*';:=+,.$\\/%#\\[\\]\\u2013_~@|&\\-`;
const PATH_END = `${LETTER}\\u0400-\\u04ff=_#\\/+\\-`;
const BRACKETS = `\\([${PATH_CHARACTER}]*\\)`;
const PATH = `(?:\\/(?:(?:[${PATH_CHARACTER}]|${BRACKETS})*(?:[${PATH_END}]|${BRACKETS}))?)?`;
const QUERY = "(?:\\?[a-z0-9!?*'@();:&=+$\\/%#\\[\\]_.,~|\\-]*[a-z0-9_&=#\\/\\-])?";
const REST = `(?::[0-9]+)?${PATH}${QUERY}`;
const WITH_SCHEME = `https?:\\/\\/(?:${LABEL}\\.){1,30}(?:xn--[a-z0-9\\-]+|[a-z]{2,63})${REST}`;
const KNOWN_TLD = `(?:${`${COUNTRIES} ${COMMON}`.split(" ").join("|")})(?![${LETTER}@+\\-])`;
const WITHOUT = `(?:${LABEL}\\.){1,30}${KNOWN_TLD}${REST}`;

// Group 1 is the character before the link: looking behind is not understood by every browser.
const SCHEMED = `(^|[^a-z0-9@＠$#＃])(${WITH_SCHEME})`;
const LINK = `${SCHEMED}|(^|[^${LETTER}@＠$#＃._\\/\\-])(${WITHOUT})`;
const schemed = new RegExp(SCHEMED, "giu");
const link = new RegExp(LINK, "giu");

// Every link in the words as it stands there.
export function linksIn(text) {
  return [...text.matchAll(link)].map((found) => found[2] ?? found[4]);
}

// The words with every link replaced; with `schemedOnly`, those that begin with http(s)://.
export function withLinksAs(text, standIn, schemedOnly = false) {
  return text.replace(schemedOnly ? schemed : link, (whole, before, first, otherBefore) => {
    const kept = typeof otherBefore === "string" ? otherBefore : (before ?? "");
    return kept + standIn;
  });
}
