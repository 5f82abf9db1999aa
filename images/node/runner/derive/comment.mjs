// Reads a JSDoc comment: what it says in words, and its tags.

const properties = new Set(["property", "prop"]);
const parameters = new Set(["param", "arg", "argument"]);

/** The description, the parameters, the result, and whether the comment describes a type, or something that nobody else is to use. */
export function readComment(text) {
  const [words, ...tags] = blocks(clean(text));
  const read = { description: paragraph(words.text), params: [], returns: null, hidden: false, defines: false };
  for (const { tag, text } of tags) {
    if (parameters.has(tag)) {
      read.params.push(named(text));
    } else if (tag === "returns" || tag === "return") {
      read.returns = typed(text)[0] ?? read.returns;
    } else if (tag === "yields" || tag === "yield") {
      const [type] = typed(text);
      read.returns ??= type === null ? null : `Iterable<${type}>`;
    } else if (tag === "description" || tag === "desc" || (tag === "summary" && !read.description)) {
      read.description = paragraph(text);
    } else if (tag === "private" || tag === "internal" || tag === "ignore") {
      read.hidden = true;
    } else if (tag === "typedef" || tag === "callback") {
      read.defines = true;
    }
  }

  return read;
}

/** The types that a comment defines: `type` and `fields`, or `callback`, by name. */
export function readTypes(text) {
  const types = new Map();
  let last = null;
  for (const { tag, text: rest } of blocks(clean(text)).slice(1)) {
    if (tag === "typedef") {
      const [type, after] = typed(rest);
      last = { type: type ?? "object", fields: [], description: "" };
      types.set(/^[\w$.]+/.exec(after)?.[0] ?? "", last);
    } else if (tag === "callback") {
      last = null;
      types.set(/^[\w$.]+/.exec(rest.trim())?.[0] ?? "", { callback: true });
    } else if (properties.has(tag) && last) {
      last.fields.push(named(rest));
    }
  }

  return types;
}

function clean(text) {
  return text.slice(3, -2).split("\n").map((line) => line.replace(/^\s*\* ?/, "").replace(/\r$/, ""));
}

/** The words before the first tag, then each tag with what belongs to it. What stands between fences is no tag. */
function blocks(lines) {
  const found = [{ tag: "", text: "" }];
  let fenced = false;
  for (const line of lines) {
    const tag = fenced ? null : /^\s*@([A-Za-z]+)(?![\w.@])\s*(.*)$/.exec(line);
    fenced = /^\s*```/.test(line) !== fenced;
    if (tag) {
      found.push({ tag: tag[1], text: tag[2] });
    } else {
      found.at(-1).text += `\n${line}`;
    }
  }

  return found;
}

/** The type in braces, or null, and what comes after it. */
function typed(text) {
  const start = text.trimStart();
  if (!start.startsWith("{")) {
    return [null, start];
  }

  let depth = 0;
  for (const { index, 0: mark } of start.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[{}]/g)) {
    depth += mark === "{" ? 1 : mark === "}" ? -1 : 0;
    if (depth === 0) {
      return [start.slice(1, index).trim(), start.slice(index + 1).trim()];
    }
  }

  return [start.slice(1).trim(), ""];
}

/** `{type} name - text` or `{type} [name=default] - text`. */
function named(text) {
  const [type, rest] = typed(text);
  const made = { type, name: "", optional: false, value: undefined, description: "" };
  let after = rest;
  if (rest.startsWith("[") && bracketEnd(rest) > 0) {
    const end = bracketEnd(rest);
    const [, name, value] = /^\s*([^=]*?)\s*(?:=([^]*))?$/.exec(rest.slice(1, end));
    Object.assign(made, { name, optional: true, value: value?.trim() });
    after = rest.slice(end + 1);
  } else {
    made.name = /^\S*/.exec(rest)[0];
    after = rest.slice(made.name.length);
  }

  made.description = paragraph(after.replace(/^\s*[-–—:]\s*/, ""));
  return made;
}

function bracketEnd(text) {
  let depth = 0;
  for (const { index, 0: mark } of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[[\]]/g)) {
    depth += mark === "[" ? 1 : mark === "]" ? -1 : 0;
    if (depth === 0) {
      return index;
    }
  }

  return -1;
}

/** One paragraph; of a link, its words. */
function paragraph(text) {
  return text.replace(/\{@link(?:code|plain)?\s+([^\s|}]+)(?:[\s|]+([^}]*))?\}/g, (_, to, words) => words?.trim() || to)
    .replace(/\s+/g, " ").trim();
}
