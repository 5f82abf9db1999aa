// What a module declares and exports, and the comment before each declaration.
import { close, isMark, isName, split, unquoted } from "./brackets.mjs";
import { tokenise } from "./tokens.mjs";

const variables = ["const", "let", "var"];

/** Reads a module's text. */
export function declarations(source) {
  const found = new Declarations(tokenise(source));
  found.read();
  return found;
}

class Declarations {
  #tokens;

  /** Of what is declared at the top: `doc`, or `from` and `name` for what is imported, and `members` of an object. */
  locals = new Map();
  /** The local name, or the declaration itself, by the name it is exported as, in the order written. */
  exports = new Map();
  /** Modules all of whose names are exported too. */
  stars = [];
  /** Every comment that may define a type. */
  docs;

  constructor(tokens) {
    this.#tokens = tokens;
    this.docs = tokens.filter((token) => token.kind === "doc").map((token) => token.text);
  }

  read() {
    for (let at = 0; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token.kind === "name" && this.#begins(at)) {
        this.#statement(at, this.#tokens[at - 1]?.kind === "doc" ? this.#tokens[at - 1].text : null);
      }

      if (["(", "[", "{"].includes(token.text) && token.kind === "mark") {
        at = close(this.#tokens, at);
      }
    }
  }

  /** Whether a statement may begin here. */
  #begins(at) {
    const before = this.#tokens[at - 1];
    return before === undefined || before.kind === "doc" || [";", "}"].includes(before.text)
      || (before.line < this.#tokens[at].line && (before.kind !== "mark" || [")", "]"].includes(before.text)));
  }

  #statement(at, doc) {
    const word = this.#tokens[at].text;
    if (word === "import") {
      this.#import(at + 1);
    } else if (word === "export") {
      this.#export(at + 1, doc);
    } else if (word === "module" || word === "exports") {
      this.#common(at, doc);
    } else {
      this.#declaration(at, doc);
    }
  }

  /** A function or a variable; its name, or undefined. */
  #declaration(at, doc) {
    at += isName(this.#tokens[at], "async") ? 1 : 0;
    const word = this.#tokens[at]?.text;
    if (word === "function") {
      at += isMark(this.#tokens[at + 1], "*") ? 2 : 1;
      return this.#local(at, doc);
    }

    if (!variables.includes(word)) {
      return undefined;
    }

    const name = this.#local(at + 1, doc);
    if (name && isMark(this.#tokens[at + 2], "=") && isMark(this.#tokens[at + 3], "{")) {
      this.locals.get(name).members = this.#members(at + 3);
    }

    return name;
  }

  #local(at, doc) {
    const token = this.#tokens[at];
    if (!isName(token)) {
      return undefined;
    }

    this.locals.set(token.text, { doc });
    return token.text;
  }

  #export(at, doc) {
    const token = this.#tokens[at];
    if (isMark(token, "{")) {
      const end = close(this.#tokens, at);
      const from = this.#from(end + 1);
      for (const [name, as] of this.#names(at + 1, end)) {
        this.exports.set(as, from === undefined ? name : { from, name });
      }
    } else if (isMark(token, "*")) {
      const from = this.#from(at + 1);
      this.stars.push(...(from === undefined ? [] : [from]));
    } else if (isName(token, "default")) {
      this.#default(at + 1, doc);
    } else {
      const name = this.#declaration(at, doc);
      if (name) {
        this.exports.set(name, name);
      }
    }
  }

  #default(at, doc) {
    const token = this.#tokens[at];
    if (isMark(token, "{")) {
      this.exports.set("default", { members: this.#members(at) });
      return;
    }

    const plain = isName(token) && !["function", "async", "class"].includes(token.text);
    this.exports.set("default", plain && !isMark(this.#tokens[at + 1], "=>") ? token.text : this.#declaration(at, doc) ?? { doc });
  }

  /** `module.exports = …`, `module.exports.name = …` and `exports.name = …`. */
  #common(at, doc) {
    const path = [];
    for (; isName(this.#tokens[at]); at += 2) {
      path.push(this.#tokens[at].text);
      if (!isMark(this.#tokens[at + 1], ".")) {
        at++;
        break;
      }
    }

    const name = path[0] === "module" ? path[2] : path[1];
    const value = this.#tokens[at + 1];
    if (!isMark(this.#tokens[at], "=") || (path[0] === "module" && path[1] !== "exports")) {
      return;
    }

    if (name !== undefined) {
      this.exports.set(name, doc === null && isName(value) ? value.text : { doc });
    } else if (isMark(value, "{")) {
      this.exports.set("default", { members: this.#members(at + 1) });
    } else if (path[0] === "module") {
      this.exports.set("default", doc === null && isName(value) ? value.text : { doc });
    }
  }

  /** What an object literal holds. */
  #members(at) {
    const members = new Map();
    for (const piece of split(this.#tokens, at + 1, close(this.#tokens, at))) {
      const lead = piece.findIndex((token) => token.kind !== "doc");
      const doc = lead > 0 ? piece[lead - 1].text : null;
      const rest = piece.filter((token) => token.kind !== "doc");
      const start = rest.findIndex((token, i) => !isMark(token, "*") && !(isName(token, "async") && isName(rest[i + 1])));
      const key = rest[start];
      const name = key?.kind === "string" ? unquoted(key.text) : key?.text;
      const value = rest.length === 1 ? key : isMark(rest[start + 1], ":") && rest.length === start + 3 ? rest[start + 2] : null;
      members.set(name, doc === null && isName(value) ? value.text : { doc });
    }

    return members;
  }

  #import(at) {
    const tokens = this.#tokens;
    let end = at;
    while (end < tokens.length && tokens[end].kind !== "string" && !isMark(tokens[end], ";") && !isMark(tokens[end], "(")) {
      end++;
    }

    if (tokens[end]?.kind !== "string") {
      return;
    }

    const from = unquoted(tokens[end].text);
    if (isName(tokens[at]) && !isName(tokens[at], "from")) {
      this.locals.set(tokens[at].text, { from, name: "default" });
    }

    const open = tokens.slice(at, end).findIndex((token) => isMark(token, "{"));
    for (const [name, as] of open < 0 ? [] : this.#names(at + open + 1, close(tokens, at + open))) {
      this.locals.set(as, { from, name });
    }
  }

  /** The pairs of `a, b as c`. */
  #names(from, to) {
    const text = (token) => token.kind === "string" ? unquoted(token.text) : token.text;
    return split(this.#tokens, from, to).map((piece) => piece.filter((token) => token.kind !== "doc"))
      .map((piece) => [text(piece[0]), text(isName(piece[1], "as") && piece[2] ? piece[2] : piece[0])]);
  }

  #from(at) {
    return isName(this.#tokens[at], "from") && this.#tokens[at + 1]?.kind === "string" ? unquoted(this.#tokens[at + 1].text) : undefined;
  }
}
