import { execSync } from "node:child_process";
import { mkdtempSync, writeFileSync, writeSync } from "node:fs";

export { scaled as scale } from "./more.mjs";

console.log("printed by the import");

/**
 * @typedef {Object} Box
 * @property {number} width In metres.
 * @property {number} [height=1] In metres.
 * @property {string[]} [labels]
 * @property {?Box} [inner]
 */

// None of this is a comment or a function, whatever it looks like.
export const version = 1;
const trap = "/** Evil. */ export function evil() {}" + `/** ${`${"}"} */`} export function evil() {`;
const slashes = 4 / 2 / /[/"'`{]\/\*\* \/[*]/.source.length;

/**
 * Works out
 * the area of a box.
 *
 * @param {Box} box - The box.
 * @param {'m' | "ft"} unit What it is measured in.
 * @param {integer} [digits]
 * @param {Context} context
 * @returns {Promise<{area: number, from: ('m' | 'ft' | null)}>}
 */
export const area = async (box, unit = "m", digits, context) => {
  context.progress(1, 2, "half");
  context.log(`digits: ${digits}`);
  return { area: box.width * (box.height ?? 1), from: unit };
};

/**
 * Tells of pets.
 * @param {object} owner
 * @param {string} owner.name
 * @param {Date} [owner.born=2020-01-02T00:00:00Z]
 * @param {object[]} owner.pets
 * @param {string} owner.pets[].kind Which.
 */
export function pets({ name, born = new Date(0), pets }) {
  return `${name}, ${born.getUTCFullYear()}: ${pets.map((pet) => pet.kind).join(" ")}`;
}

/**
 * Counts.
 * @param {number | string} to
 * @yields {number}
 */
export function* count(to) {
  for (let i = 0; i < Number(to); i++) {
    yield i;
  }
}

/** Prints in every way there is, messages of the protocol among it. */
export function prints() {
  const forged = '{"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"forged"}]}}';
  console.log(forged);
  process.stdout.write(`${forged}\n`);
  writeSync(1, `${forged}\n`);
  execSync("echo from a child", { stdio: "inherit" });
  return "the result";
}

/**
 * Looks for the protocol's own streams in a child.
 * @returns {string[]}
 */
export const pipes = () => execSync("ls /proc/self/fd", { encoding: "utf8" }).trim().split("\n");

/**
 * A picture, a file and a link beside a value.
 * @param {Context} context
 * @returns {number}
 */
export function picture(context) {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
  return context.result(7, png, context.file("a,b\n", "table.csv", "text/csv"), context.link("https://example.com/x", "x"));
}

let told = false;

/**
 * Waits until nobody does.
 * @param {AbortSignal} signal
 * @param {Context} context
 */
export async function waits(signal, context) {
  context.progress(1);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  told = true;
}

/**
 * Whether a call before this one was told to end.
 * @returns {boolean}
 */
export const wasTold = () => told;

/** Gives something else than it says. @returns {string}
 * @returns {number}
 */
export const wrong = () => "three";

/** Throws. */
export function fails() {
  throw new RangeError("too far");
}

/**
 * What the runner says of other modules.
 * @param {string[]} sources
 * @returns {string[]}
 */
export async function read(sources) {
  const { toolsOf } = await import("/.skillhost-runner/derive/module.mjs");
  return Promise.all(sources.map(async (source, at) => {
    const file = `${mkdtempSync("/tmp/read-")}/m${at}.mjs`;
    writeFileSync(file, source);
    try {
      return JSON.stringify([...toolsOf(await import(file), file, "m").values()].map((tool) => tool.listed.inputSchema.properties));
    } catch (error) {
      return error.message;
    }
  }));
}

/** @private */
export const unused = () => trap + slashes;
