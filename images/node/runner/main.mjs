// Serves exported functions of a skill's module as MCP tools. Its protocol streams are descriptors 4 and 5, which nothing else has:
// whatever the module or its children print goes to standard error.
import { existsSync } from "node:fs";
import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import { Server } from "./server.mjs";

const [moduleName, list] = process.argv.slice(2);
const folder = process.cwd();

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The module's file: the name as it is, or with hyphens for underscores. */
function find() {
  const path = moduleName.replaceAll(".", "/");
  const bases = [path, path.replaceAll("_", "-")].map((base) => `${folder}/${base}`);
  const ends = [".mjs", ".js", ".cjs", "/index.mjs", "/index.js"];
  return bases.flatMap((base) => ends.map((end) => base + end)).find((file) => existsSync(file))
    ?? fail(`there is no module ${moduleName}: wanted ${path}.mjs or .js in the skill's folder, or module: in the manifest`);
}

/** The functions that the manifest lists: each takes one object, and says nothing of it. */
function listed(loaded) {
  const found = new Map();
  for (const item of list.split(",")) {
    const json = item.endsWith("=");
    const name = json ? item.slice(0, -1) : item;
    const wanted = loaded[name] ?? loaded.default?.[name];
    if (typeof wanted !== "function") {
      fail(`${moduleName}: there is no exported function ${name}, which the manifest lists`);
    }

    const outputSchema = { type: "object", properties: { result: {} }, required: ["result"], "x-skillhost-result": true };
    const tool = { name, inputSchema: { type: "object" }, ...(json ? { outputSchema } : {}) };
    found.set(name, { call: (given, context) => wanted(given, context), json, wrapped: true, listed: tool });
  }

  return found;
}

async function load() {
  const file = find();
  const loaded = await import(pathToFileURL(file));
  if (list !== undefined) {
    return listed(loaded);
  }

  const { toolsOf } = await import("./derive/module.mjs");
  const { Refused } = await import("./derive/functions.mjs");
  try {
    return toolsOf(loaded, file, moduleName);
  } catch (error) {
    return fail(error instanceof Refused ? error.message
      : error instanceof SyntaxError ? `${moduleName}: its comments cannot be read: ${error.message}; wanted functions: in the manifest`
      : error.stack);
  }
}

process.on("unhandledRejection", (error) => process.stderr.write(`${error?.stack ?? error}\n`));
process.on("uncaughtException", (error) => process.stderr.write(`${error?.stack ?? error}\n`));
const tools = await load().catch((error) => fail(error?.stack ?? error));
const output = new Socket({ fd: 5, readable: false, writable: true });
const server = new Server(output, tools, process.env.SKILL_NAME ?? moduleName, folder);
const input = new Socket({ fd: 4, readable: true, writable: false });
input.setEncoding("utf8");
input.on("data", (chunk) => server.take(chunk));
input.on("end", () => process.exit(0));
