// What stands between brackets in a list of tokens.

const closing = { "(": ")", "[": "]", "{": "}" };

/** Where the bracket at an index is closed: the index of that token, or the end. */
export function close(tokens, at) {
  let depth = 0;
  for (; at < tokens.length; at++) {
    if (tokens[at].kind === "mark" && closing[tokens[at].text]) {
      depth++;
    } else if (tokens[at].kind === "mark" && [")", "]", "}"].includes(tokens[at].text) && --depth === 0) {
      return at;
    }
  }

  return at;
}

/** The tokens from one index to another, split at commas that no bracket is around; without the last piece where that is empty. */
export function split(tokens, from, to) {
  const pieces = [[]];
  for (let at = from; at < to; at++) {
    if (isMark(tokens[at], ",")) {
      pieces.push([]);
      continue;
    }

    const end = closing[tokens[at].text] && tokens[at].kind === "mark" ? Math.min(close(tokens, at), to - 1) : at;
    pieces.at(-1).push(...tokens.slice(at, end + 1));
    at = end;
  }

  return pieces.filter((piece) => piece.some((token) => token.kind !== "doc"));
}

/** Whether a token is a mark of this text. */
export const isMark = (token, text) => token?.kind === "mark" && token.text === text;

/** Whether a token is a name or keyword of this text. */
export const isName = (token, text) => token?.kind === "name" && (text === undefined || token.text === text);

/** The value of a literal, or undefined: numbers, strings, truth, null, and lists and objects of nothing. */
export function literal(tokens) {
  const [first, second] = tokens;
  if (tokens.length === 1 && first.kind === "string") {
    return unquoted(first.text);
  }

  if (tokens.length === 1 && ["true", "false", "null"].includes(first.text)) {
    return JSON.parse(first.text);
  }

  const digits = tokens.length === 2 && isMark(first, "-") ? second : first;
  if (tokens.length <= 2 && digits?.kind === "number" && (tokens.length === 1 || digits === second)) {
    const value = Number(digits.text.replaceAll("_", ""));
    return Number.isFinite(value) ? (digits === second ? -value : value) : undefined;
  }

  return tokens.length === 2 && isMark(first, "[") ? [] : tokens.length === 2 && isMark(first, "{") ? {} : undefined;
}

/** What a string literal stands for. */
export function unquoted(text) {
  const escapes = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0", "\n": "" };
  return text.slice(1, -1).replace(/\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([^]))/g,
    (_, point, unit, byte, one) => one === undefined ? String.fromCodePoint(parseInt(point ?? unit ?? byte, 16)) : escapes[one] ?? one);
}
