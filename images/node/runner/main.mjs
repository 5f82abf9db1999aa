// Serves exported functions of a skill's module as MCP tools. Its protocol streams are descriptors 4 and 5, which nothing else has:
// whatever the module or its children print goes to standard error.
import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";

const revisions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
const [moduleName, list] = process.argv.slice(2);
const folder = process.cwd();
const output = new Socket({ fd: 5, readable: false, writable: true });
const calls = new Map();
const magic = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]], ["image/jpeg", [0xff, 0xd8, 0xff]], ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46]],
];

const send = (message) => output.write(JSON.stringify(message) + "\n");
const text = (value) => ({ type: "text", text: value });

/** The context a function gets as its second argument. */
class Context {
  #controller = new AbortController();

  constructor(id, meta) {
    this.id = id;
    this.token = meta?.progressToken;
    this.invocationId = meta?.["skillhost/invocationId"] ?? "";
  }

  /** Aborted when nobody waits any more. */
  get signal() {
    return this.#controller.signal;
  }

  progress(progress, total, message) {
    if (this.token !== undefined) {
      send({ jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: this.token, progress, total, message } });
    }
  }

  log(data, level = "info") {
    send({ jsonrpc: "2.0", method: "notifications/message", params: { level, data } });
  }

  image(data, mimeType) {
    return { type: "image", data: Buffer.from(data).toString("base64"), mimeType: mimeType ?? mimeOf(data) };
  }

  link(uri, name, description) {
    return { type: "resource_link", uri, name: name ?? uri, description };
  }

  abort() {
    this.#controller.abort();
  }
}

const mimeOf = (data) => magic.find(([, start]) => start.every((byte, at) => data[at] === byte))?.[0] ?? "application/octet-stream";

function block(value) {
  if (value instanceof Uint8Array) {
    const mimeType = mimeOf(value);
    const data = Buffer.from(value).toString("base64");
    return mimeType.startsWith("image/")
      ? { type: "image", data, mimeType }
      : { type: "resource", resource: { uri: "file:///file", mimeType, blob: data } };
  }

  const known = value && typeof value === "object" && ["text", "image", "audio", "resource", "resource_link"].includes(value.type);
  return known && (value.type !== "text" || typeof value.text === "string") ? value : null;
}

function resultOf(value, json) {
  if (json) {
    return { content: [], structuredContent: { result: value === undefined ? null : value } };
  }

  const items = Array.isArray(value) && value.some(block) ? value : [value];
  const said = (item) => text(typeof item === "string" ? item : JSON.stringify(item));
  return { content: items.filter((item) => item !== undefined).map((item) => block(item) ?? said(item)) };
}

function errorOf(error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const frame = /\n\s+at (?:(?:async )?([^\n(]+) \()?(?:file:\/\/)?([^\n]*?):(\d+):\d+\)?/g;
  for (const [, name, file, line] of String(error?.stack ?? "").matchAll(frame)) {
    if (file.startsWith(folder + "/")) {
      return { content: [text(`${message} (${file.slice(folder.length + 1)}, line ${line}${name ? `, in ${name}` : ""})`)], isError: true };
    }
  }

  return { content: [text(message)], isError: true };
}

async function call(id, params) {
  const tool = tools.get(params?.name);
  if (!tool) {
    send({ jsonrpc: "2.0", id, error: { code: -32602, message: "no such tool" } });
    return;
  }

  const context = new Context(id, params._meta);
  calls.set(id, context);
  const wanted = tool.function;
  let result;
  try {
    result = resultOf(await wanted(params.arguments ?? {}, context), tool.json);
    JSON.stringify(result);
  } catch (error) {
    result = errorOf(error);
  }

  if (calls.delete(id)) {
    send({ jsonrpc: "2.0", id, result });
  }
}

function take(line) {
  const { id, method, params } = JSON.parse(line);
  if (method === "tools/call") {
    call(id, params);
  } else if (method === "notifications/cancelled" && calls.has(params?.requestId)) {
    const context = calls.get(params.requestId);
    calls.delete(params.requestId);
    context.abort();
    send({ jsonrpc: "2.0", id: params.requestId, error: { code: -32000, message: "cancelled" } });
  } else if (id === undefined) {
    return;
  } else if (method === "initialize") {
    const protocolVersion = revisions.includes(params?.protocolVersion) ? params.protocolVersion : revisions.at(-1);
    const serverInfo = { name: process.env.SKILL_NAME ?? moduleName, version: "1" };
    send({ jsonrpc: "2.0", id, result: { protocolVersion, capabilities: { tools: {}, logging: {} }, serverInfo } });
  } else if (method === "tools/list") {
    send({ jsonrpc: "2.0", id, result: { tools: [...tools.values()].map((tool) => tool.listed) } });
  } else if (method === "ping" || method === "logging/setLevel") {
    send({ jsonrpc: "2.0", id, result: {} });
  } else {
    send({ jsonrpc: "2.0", id, error: { code: -32601, message: "no such method" } });
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function load() {
  const base = `${folder}/${moduleName.replaceAll(".", "/")}`;
  const file = [".mjs", ".js", ".cjs", "/index.mjs", "/index.js"].map((end) => base + end).find(existsSync)
    ?? fail(`there is no module ${moduleName}: wanted ${moduleName.replaceAll(".", "/")}.mjs or .js in the skill's folder, or module: in the manifest`);
  const loaded = await import(pathToFileURL(file));
  const found = new Map();
  for (const item of list.split(",")) {
    const json = item.endsWith("=");
    const name = json ? item.slice(0, -1) : item;
    const wanted = loaded[name] ?? loaded.default?.[name];
    if (typeof wanted !== "function") {
      fail(`${moduleName}: there is no exported function ${name}, which the manifest lists`);
    }

    const outputSchema = { type: "object", properties: { result: {} }, required: ["result"], "x-skillhost-result": true };
    found.set(name, { function: wanted, json, listed: { name, inputSchema: { type: "object" }, ...(json ? { outputSchema } : {}) } });
  }

  return found;
}

const tools = await load();
const input = new Socket({ fd: 4, readable: true, writable: false });
let rest = "";
input.setEncoding("utf8");
input.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (line.trim()) {
      take(line);
    }
  }
});
input.on("end", () => process.exit(0));
process.on("unhandledRejection", (error) => process.stderr.write(`${error?.stack ?? error}\n`));
process.on("uncaughtException", (error) => process.stderr.write(`${error?.stack ?? error}\n`));
