// Splits JavaScript into tokens, so that neither a string, a template, a regular expression nor a comment is taken for code. Kinds: name,
// number, string, template (whole, with what stands in it), regex, mark, doc (a comment that begins with two stars).

const beforeRegex = new Set([
  "return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else", "yield", "await", "default",
  "extends",
]);
const heads = new Set(["if", "while", "for", "with"]);
const beforeBlock = new Set([";", "{", "}", ")", "=>", "else", "do", "try", "finally"]);
const patterns = {
  blank: /[\s\ufeff]+/uy,
  name: /[#@]?[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\]*/uy,
  number: /\.?\d(?:[eE][+-]?|[\w.])*/uy,
  mark: /=>|\.\.\.|\+\+|--|\?\.(?!\d)|\?\?|[^]/uy,
};

/** The tokens of a program; each knows its text, where it begins, and its line. */
export function tokenise(source) {
  return new Tokeniser(source).all();
}

class Tokeniser {
  #source;
  #at = 0;
  #line = 1;
  #counted = 0;
  #tokens = [];
  #open = [];

  constructor(source) {
    this.#source = source;
  }

  all() {
    if (this.#source.startsWith("#!")) {
      this.#at = this.#end("\n");
    }

    this.#run(false);
    return this.#tokens;
  }

  /** Up to the end, or within a template to the brace that closes what stands in it. */
  #run(inTemplate) {
    const depth = this.#open.length;
    while (this.#at < this.#source.length) {
      if (inTemplate && this.#source[this.#at] === "}" && this.#open.length === depth) {
        return;
      }

      this.#one();
    }

    if (inTemplate) {
      this.#fail("an unfinished template");
    }
  }

  #one() {
    const source = this.#source;
    const c = source[this.#at];
    if (this.#match("blank")) {
      return;
    }

    if (source.startsWith("//", this.#at)) {
      this.#at = this.#end("\n");
    } else if (source.startsWith("/*", this.#at)) {
      this.#comment();
    } else if (c === '"' || c === "'") {
      this.#quoted(c);
    } else if (c === "`") {
      this.#template();
    } else if (c === "/" && this.#regexIsNext()) {
      this.#regex();
    } else {
      const kind = ["name", "number", "mark"].find((kind) => this.#token(kind, this.#match(kind)));
      if (kind === "mark") {
        this.#nest();
      }
    }
  }

  #comment() {
    const end = this.#source.indexOf("*/", this.#at + 2);
    const text = this.#source.slice(this.#at, end < 0 ? this.#fail("an unfinished comment") : end + 2);
    if (text.startsWith("/**") && text.length > 4) {
      this.#push("doc", text);
    }

    this.#at += text.length;
  }

  #quoted(quote) {
    let end = this.#at + 1;
    while (this.#source[end] !== quote) {
      end += this.#source[end] === "\\" ? 2 : 1;
      if (end >= this.#source.length) {
        this.#fail("an unfinished string");
      }
    }

    this.#token("string", this.#source.slice(this.#at, end + 1));
  }

  #template() {
    const start = this.#at++;
    const [tokens, open] = [this.#tokens, this.#open];
    while (this.#source[this.#at] !== "`") {
      if (this.#at >= this.#source.length) {
        this.#fail("an unfinished template");
      } else if (this.#source.startsWith("${", this.#at)) {
        this.#at += 2;
        [this.#tokens, this.#open] = [[], []];
        this.#run(true);
      }

      this.#at += this.#source[this.#at] === "\\" ? 2 : 1;
    }

    [this.#tokens, this.#open, this.#at] = [tokens, open, this.#at + 1];
    this.#push("template", this.#source.slice(start, this.#at), start);
  }

  #regex() {
    let end = this.#at + 1;
    let inClass = false;
    while (this.#source[end] !== "/" || inClass) {
      const c = this.#source[end];
      if (c === undefined || c === "\n") {
        this.#fail("an unfinished regular expression");
      }

      inClass = c === "[" || (inClass && c !== "]");
      end += c === "\\" ? 2 : 1;
    }

    patterns.name.lastIndex = end + 1;
    const flags = patterns.name.exec(this.#source)?.[0] ?? "";
    this.#token("regex", this.#source.slice(this.#at, end + 1) + flags);
  }

  /** Whether a slash begins a regular expression rather than divides. */
  #regexIsNext() {
    const last = this.#last();
    if (last === undefined || last.kind === "name") {
      return last === undefined || (beforeRegex.has(last.text) && this.#last(1)?.text !== ".");
    }

    return last.kind === "mark" && (last.text === ")" || last.text === "}" ? last.ends === true : !["]", "++", "--"].includes(last.text));
  }

  /** Keeps what a bracket that closes has closed: the head of a statement or a block, after which no division can stand. */
  #nest() {
    const token = this.#tokens.at(-1);
    const before = this.#last(1);
    if (token.text === "(" || token.text === "[") {
      this.#open.push(before?.kind === "name" && heads.has(before.text));
    } else if (token.text === "{") {
      this.#open.push(before === undefined || (before.kind !== "string" && beforeBlock.has(before.text)));
    } else if (token.text === ")" || token.text === "]" || token.text === "}") {
      token.ends = this.#open.pop() === true;
    }
  }

  #last(skip = 0) {
    for (let at = this.#tokens.length - 1; at >= 0; at--) {
      if (this.#tokens[at].kind !== "doc" && skip-- === 0) {
        return this.#tokens[at];
      }
    }

    return undefined;
  }

  #match(kind) {
    const pattern = patterns[kind];
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (kind === "blank" && found) {
      this.#at += found.length;
    }

    return found;
  }

  #token(kind, text) {
    if (text) {
      this.#push(kind, text);
      this.#at += text.length;
    }

    return text !== undefined;
  }

  #push(kind, text, at = this.#at) {
    this.#tokens.push({ kind, text, at, line: this.#lineAt(at) });
  }

  #lineAt(at) {
    for (; this.#counted < at; this.#counted++) {
      this.#line += this.#source[this.#counted] === "\n" ? 1 : 0;
    }

    return this.#line;
  }

  #end(mark) {
    const end = this.#source.indexOf(mark, this.#at);
    return end < 0 ? this.#source.length : end;
  }

  #fail(what) {
    throw new SyntaxError(`line ${this.#lineAt(this.#at)}: ${what}`);
  }
}
