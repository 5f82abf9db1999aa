// Turns what a function gives or throws into a tool's result.

const pieces = ["text", "image", "audio", "resource", "resource_link"];
const magic = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]], ["image/jpeg", [0xff, 0xd8, 0xff]], ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46]], ["audio/mpeg", [0x49, 0x44, 0x33]], ["audio/ogg", [0x4f, 0x67, 0x67, 0x53]],
];
const own = /^\s+at .*(?:\/\.skillhost-runner\/|node:internal\/)/;

/** A value with content beside it. */
export class Result {
  constructor(value, content) {
    [this.value, this.content] = [value, content];
  }
}

/** The kind of file that begins like this. */
export const mimeOf = (data) => magic.find(([, start]) => start.every((byte, at) => data[at] === byte))?.[0] ?? "application/octet-stream";

/** The result for a value; throws where JSON cannot say it. */
export async function resultOf(given, { json, wrapped }) {
  const value = await collected(given instanceof Result ? given.value : given);
  const beside = given instanceof Result ? given.content.map((item) => block(item) ?? said(item)) : [];
  if (json) {
    const plain = JSON.parse(textOf(value === undefined ? null : value));
    const text = beside.length > 0 ? [{ type: "text", text: textOf(plain) }] : [];
    return { content: [...text, ...beside], structuredContent: wrapped ? { result: plain } : plain };
  }

  const items = Array.isArray(value) && value.some(block) ? value : [value];
  return { content: [...items.filter((item) => item !== undefined).map((item) => block(item) ?? said(item)), ...beside] };
}

/** The result for an error: its message, and where in the skill's own files it was thrown. */
export function errorOf(error, folder) {
  const stack = String(error?.stack ?? error);
  process.stderr.write(`${stack.split("\n").filter((line) => !own.test(line)).join("\n")}\n`);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const frame = /\n\s+at (?:(?:async )?([^\n(]+) \()?(?:file:\/\/)?([^\n]*?):(\d+):\d+\)?/g;
  for (const [, name, file, line] of stack.matchAll(frame)) {
    if (file.startsWith(folder + "/")) {
      return failed(`${message} (${file.slice(folder.length + 1)}, line ${line}${name ? `, in ${name}` : ""})`);
    }
  }

  return failed(message);
}

const failed = (text) => ({ content: [{ type: "text", text }], isError: true });

const said = (item) => ({ type: "text", text: typeof item === "string" ? item : textOf(item) });

/** What a generator gives, as a list. */
async function collected(value) {
  if (typeof value?.next !== "function" || (value[Symbol.asyncIterator] ?? value[Symbol.iterator]) === undefined) {
    return value;
  }

  const all = [];
  for await (const item of value) {
    all.push(item);
  }

  return all;
}

/** JSON, also of what JSON.stringify would leave out or make something else of. */
function textOf(value) {
  const text = JSON.stringify(value, function (key, simple) {
    const item = this[key];
    if (item instanceof Map) {
      return Object.fromEntries(item);
    } else if (item instanceof Set) {
      return [...item];
    } else if (item instanceof Uint8Array) {
      return Buffer.from(item).toString("base64");
    } else if (typeof item === "bigint") {
      return Number.isSafeInteger(Number(item)) ? Number(item) : String(item);
    } else if (typeof item === "number" && !Number.isFinite(item)) {
      throw new TypeError(`${item} cannot be written as JSON`);
    }

    return simple;
  });
  if (text === undefined) {
    throw new TypeError(`a ${typeof value} cannot be written as JSON`);
  }

  return text;
}

function block(value) {
  if (value instanceof Uint8Array) {
    const mimeType = mimeOf(value);
    const data = Buffer.from(value).toString("base64");
    return mimeType.startsWith("image/")
      ? { type: "image", data, mimeType }
      : { type: "resource", resource: { uri: "file:///file", mimeType, blob: data } };
  }

  const known = value && typeof value === "object" && pieces.includes(value.type);
  return known && (value.type !== "text" || typeof value.text === "string") ? value : null;
}
