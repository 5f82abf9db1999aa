// What a function may use beyond its arguments and its result.
import { basename } from "node:path";
import { mimeOf, Result } from "./results.mjs";

/** The context of one call. */
export class Context {
  #controller = new AbortController();
  #send;
  #token;

  constructor(send, meta) {
    this.#send = send;
    this.#token = meta?.progressToken;
    this.invocationId = meta?.["skillhost/invocationId"] ?? "";
  }

  /** Aborted when nobody waits any more. */
  get signal() {
    return this.#controller.signal;
  }

  /** Tells how far the call is; it grows, and total, where it is known, is what it is out of. */
  progress(progress, total, message) {
    if (this.#token !== undefined) {
      this.#send({ jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: this.#token, progress, total, message } });
    }
  }

  /** Logs one line; console.log does as well. */
  log(data, level = "info") {
    this.#send({ jsonrpc: "2.0", method: "notifications/message", params: { level, data } });
  }

  /** A picture of these bytes. */
  image(data, mimeType) {
    return { type: "image", data: Buffer.from(data).toString("base64"), mimeType: mimeType ?? mimeOf(data) };
  }

  /** A sound of these bytes. */
  audio(data, mimeType) {
    return { ...this.image(data, mimeType), type: "audio" };
  }

  /** A file of any kind, by its text or bytes. */
  file(data, name = "file", mimeType = undefined) {
    const known = mimeType ?? (typeof data === "string" ? "text/plain" : mimeOf(data));
    const held = typeof data === "string" ? { text: data } : { blob: Buffer.from(data).toString("base64") };
    return { type: "resource", resource: { uri: `file:///${encodeURIComponent(basename(name))}`, mimeType: known, ...held } };
  }

  /** The address of something elsewhere. */
  link(uri, name, description) {
    return { type: "resource_link", uri, name: name ?? uri, description };
  }

  /** A value as @returns says, with content beside it. */
  result(value, ...content) {
    return new Result(value, content);
  }

  abort() {
    this.#controller.abort();
  }
}
