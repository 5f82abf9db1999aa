// Finds the functions that a module exports and makes tools of them, by the comments before them.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTypes } from "./comment.mjs";
import { declarations } from "./declarations.mjs";
import { derive, Refused } from "./functions.mjs";
import { Scope } from "./schemas.mjs";

const deepest = 8;

/** The tools of a loaded module, in the order written. Throws Refused. */
export function toolsOf(loaded, file, title) {
  const sources = new Sources();
  const inner = typeof loaded.default === "object" && loaded.default !== null ? loaded.default : {};
  const byOrder = [...sources.names(file), ...Object.keys(loaded), ...Object.keys(inner)];
  const tools = new Map();
  for (const exported of new Set(byOrder)) {
    const value = loaded[exported] ?? inner[exported];
    const name = exported === "default" ? value?.name : exported;
    if (!isPlain(value) || name === "" || name.startsWith("_") || name === "module.exports" || tools.has(name)) {
      continue;
    }

    const found = sources.find(file, exported) ?? { comment: null, scope: new Scope(new Map()) };
    const tool = derive(name, value, found.comment, found.scope);
    if (tool !== null) {
      tools.set(name, tool);
    }
  }

  if (tools.size === 0) {
    throw new Refused(`${title}: there is no exported function, wanted at least one`);
  }

  return tools;
}

/** A function that is no class. */
function isPlain(value) {
  return typeof value === "function" && !/^class\b/.test(Function.prototype.toString.call(value));
}

/** What modules of the skill declare, each read once. */
class Sources {
  #read = new Map();

  names(file) {
    const { exports, stars } = this.#of(file);
    const inner = exports.get("default")?.members?.keys() ?? [];
    return [...exports.keys(), ...inner, ...stars.flatMap((from) => this.#follow(file, from, (other) => this.names(other)) ?? [])]
      .map((name) => name === "default" && typeof exports.get(name) === "object" && exports.get(name).members ? null : name)
      .filter((name) => name !== null);
  }

  /** The comment before what is exported by this name, and the types of its file; undefined where it is not known. */
  find(file, name, depth = 0) {
    if (depth > deepest) {
      return undefined;
    }

    const declared = this.#of(file);
    const whole = declared.exports.get("default");
    const members = whole?.members ?? declared.locals.get(whole)?.members;
    const target = declared.exports.get(name) ?? members?.get(name);
    if (target === undefined) {
      return declared.stars.map((from) => this.#follow(file, from, (other) => this.find(other, name, depth + 1))).find((found) => found);
    }

    const local = typeof target === "string" ? declared.locals.get(target) : target;
    if (local?.from !== undefined) {
      return this.#follow(file, local.from, (other) => this.find(other, local.name, depth + 1));
    }

    return local === undefined ? undefined : { comment: local.doc ?? null, scope: declared.scope };
  }

  #follow(file, from, use) {
    const path = join(dirname(file), from);
    return /^\.{1,2}\//.test(from) && existsSync(path) ? use(path) : undefined;
  }

  #of(file) {
    let known = this.#read.get(file);
    if (known === undefined) {
      known = declarations(readFileSync(file, "utf8"));
      known.scope = new Scope(new Map(known.docs.flatMap((doc) => [...readTypes(doc)])));
      this.#read.set(file, known);
    }

    return known;
  }
}
