// The server: one JSON-RPC message a line. Calls wait for nobody; a call that is cancelled is answered at once.
import { Context } from "./context.mjs";
import { errorOf, resultOf } from "./results.mjs";

const revisions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

/** Serves tools over two streams. */
export class Server {
  #output;
  #tools;
  #name;
  #folder;
  #calls = new Map();
  #pieces = [];

  constructor(output, tools, name, folder) {
    [this.#output, this.#tools, this.#name, this.#folder] = [output, tools, name, folder];
  }

  /** Takes what arrived: whole messages, and the beginning of the next. */
  take(chunk) {
    const lines = chunk.split("\n");
    for (const line of lines.slice(0, -1)) {
      this.#pieces.push(line);
      const whole = this.#pieces.join("");
      this.#pieces = [];
      if (whole.trim()) {
        this.#message(whole);
      }
    }

    this.#pieces.push(lines.at(-1));
  }

  #message(line) {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      this.#send({ jsonrpc: "2.0", id: null, error: { code: -32700, message: "no JSON" } });
      return;
    }

    const { id, method, params } = message;
    if (method === "tools/call") {
      this.#call(id, params);
    } else if (method === "notifications/cancelled") {
      this.#cancel(params?.requestId);
    } else if (id !== undefined && method !== undefined) {
      this.#answer(id, method, params);
    }
  }

  #answer(id, method, params) {
    const answers = {
      initialize: () => ({
        protocolVersion: revisions.includes(params?.protocolVersion) ? params.protocolVersion : revisions.at(-1),
        capabilities: { tools: {}, logging: {} },
        serverInfo: { name: this.#name, version: "1" },
      }),
      "tools/list": () => ({ tools: [...this.#tools.values()].map((tool) => tool.listed) }),
      ping: () => ({}),
      "logging/setLevel": () => ({}),
    };
    this.#send(Object.hasOwn(answers, method)
      ? { jsonrpc: "2.0", id, result: answers[method]() }
      : { jsonrpc: "2.0", id, error: { code: -32601, message: "no such method" } });
  }

  async #call(id, params) {
    const tool = this.#tools.get(params?.name);
    if (!tool) {
      this.#send({ jsonrpc: "2.0", id, error: { code: -32602, message: "no such tool" } });
      return;
    }

    const context = new Context((message) => this.#send(message), params._meta);
    this.#calls.set(id, context);
    let result;
    try {
      result = JSON.stringify(await resultOf(await tool.call(params.arguments ?? {}, context), tool));
    } catch (error) {
      result = JSON.stringify(errorOf(error, this.#folder));
    }

    if (this.#calls.delete(id)) {
      this.#output.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}\n`);
    }
  }

  #cancel(id) {
    const context = this.#calls.get(id);
    if (context) {
      this.#calls.delete(id);
      context.abort();
      this.#send({ jsonrpc: "2.0", id, error: { code: -32000, message: "cancelled" } });
    }
  }

  #send(message) {
    this.#output.write(`${JSON.stringify(message)}\n`);
  }
}
