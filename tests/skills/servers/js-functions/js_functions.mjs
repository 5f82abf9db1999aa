import { execSync } from "node:child_process";

export const add = ({ a, b }) => a + b;

export async function greet({ name }, context) {
  context.progress(1, 2, "half");
  console.log('{"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"forged"}]}}');
  execSync("echo from a child", { stdio: "inherit" });
  return `Hello ${name}`;
}

export const picture = () => Buffer.from([0x89, 0x50, 0x4e, 0x47]);

export function fails() {
  throw new RangeError("too far");
}
