// Reads the types of JSDoc: names with arguments, lists, objects, tuples, unions, literals, and what may be missing or null.
import { literal, unquoted } from "./brackets.mjs";

const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/u.source;
const pieces = [
  /\s+/u.source,
  /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/u.source,
  /(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/u.source,
  `(${word}(?:\\.${word})*)`,
  /(=>|\.\.\.|\.<|[^])/u.source,
];
const pattern = new RegExp(pieces.join("|"), "uy");

/** A type that no schema says; the message says what is wrong with it. */
export class Unclear extends Error {}

/** The type in a comment's braces. Its kinds are any, name, literal, list, tuple, object and union. */
export function readType(text) {
  const reader = new TypeReader(text);
  const type = reader.union();
  const optional = reader.take("=");
  reader.end();
  return optional ? { ...type, optional } : type;
}

class TypeReader {
  #text;
  #tokens = [];
  #at = 0;

  constructor(text) {
    this.#text = text;
    pattern.lastIndex = 0;
    for (let found; pattern.lastIndex < text.length && (found = pattern.exec(text));) {
      const [, quoted, number, name, mark] = found;
      const kind = quoted ? "string" : number ? "number" : name ? "name" : "mark";
      if (quoted ?? number ?? name ?? mark) {
        this.#tokens.push({ kind, text: quoted ?? number ?? name ?? mark });
      }
    }
  }

  union() {
    this.take("|");
    const types = [this.#one()];
    while (this.take("|")) {
      types.push(this.#one());
    }

    if (this.#sees("=>") || this.#sees("&")) {
      throw this.#unclear(`a ${this.#sees("&") ? "type made of several" : "function"}`);
    }

    return types.length === 1 ? types[0] : { kind: "union", of: types };
  }

  take(mark) {
    const taken = this.#sees(mark);
    this.#at += taken ? 1 : 0;
    return taken;
  }

  end() {
    if (this.#at < this.#tokens.length) {
      throw this.#unclear(`${this.#tokens[this.#at].text} where the type should end`);
    }
  }

  #one() {
    const orNull = this.take("?");
    this.take("!");
    if (this.take("...")) {
      throw this.#unclear("any number of arguments");
    }

    let type = this.#primary();
    let after = orNull;
    while (this.#sees("[") || this.#sees("?") || this.#sees("!")) {
      if (this.take("[")) {
        this.#want("]");
        type = { kind: "list", of: type };
      } else {
        after = this.take("?") || after;
        this.take("!");
      }
    }

    return after ? { kind: "union", of: [type, { kind: "name", name: "null", args: [] }] } : type;
  }

  #primary() {
    const token = this.#tokens[this.#at++];
    if (token?.kind === "string") {
      return { kind: "literal", value: unquoted(token.text) };
    } else if (token?.kind === "number") {
      return { kind: "literal", value: Number(token.text) };
    } else if (token?.kind === "name") {
      const known = literal([token]);
      return typeof known === "boolean" ? { kind: "literal", value: known } : this.#named(token.text);
    }

    switch (token?.text) {
      case "*":
        return { kind: "any" };
      case "{":
        return { kind: "object", fields: this.#fields() };
      case "[":
        return { kind: "tuple", of: this.#list("]") };
      case "(":
        return this.#inner();
      default:
        throw this.#unclear(token ? `${token.text} where a type should stand` : "no type");
    }
  }

  #inner() {
    const inner = this.#sees(")") ? null : this.union();
    if (inner === null || this.#sees(":") || this.#sees(",")) {
      throw this.#unclear("a function");
    }

    this.#want(")");
    return inner;
  }

  #named(name) {
    if (["function", "Function", "typeof", "keyof", "import", "new", "asserts", "unique", "infer"].includes(name)) {
      throw this.#unclear(name.toLowerCase() === "function" ? "a function" : `the word ${name}`);
    }

    if (name === "readonly") {
      return this.#primary();
    }

    const args = this.take("<") || this.take(".<") ? this.#list(">") : [];
    return { kind: "name", name, args };
  }

  #list(end) {
    const types = [];
    while (!this.take(end)) {
      types.push(this.union());
      if (!this.take(",")) {
        this.#want(end);
        break;
      }
    }

    return types;
  }

  #fields() {
    const fields = [];
    while (!this.take("}")) {
      const key = this.#tokens[this.#at++];
      if (key?.kind !== "name" && key?.kind !== "string") {
        throw this.#unclear(`${key?.text ?? "nothing"} where a property's name should stand`);
      }

      const optional = this.take("?");
      const type = this.take(":") ? this.union() : { kind: "any" };
      fields.push({ name: key.kind === "string" ? unquoted(key.text) : key.text, type, optional: this.take("=") || optional });
      if (!this.take(",") && !this.take(";")) {
        this.#want("}");
        break;
      }
    }

    return fields;
  }

  #sees(mark) {
    return this.#tokens[this.#at]?.kind === "mark" && this.#tokens[this.#at].text === mark;
  }

  #want(mark) {
    if (!this.take(mark)) {
      throw this.#unclear(`${this.#tokens[this.#at]?.text ?? "nothing"} where ${mark} should stand`);
    }
  }

  #unclear(what) {
    return new Unclear(`seen {${this.#text.replace(/\s+/g, " ")}}, ${what}`);
  }
}
