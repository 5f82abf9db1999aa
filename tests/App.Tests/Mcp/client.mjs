// Drives a server with the official TypeScript client and prints what came of it, one JSON object.
// Arguments: the names of three tools, then either an address or a command with its arguments.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const [tell, wait, add, target, ...rest] = process.argv.slice(2);
const http = target.startsWith('http://');
const transport = http
  ? new StreamableHTTPClientTransport(new URL(target))
  : new StdioClientTransport({ command: target, args: rest });
const client = new Client({ name: 'typescript', version: '1' });
const seen = { progress: [], logs: [] };
client.setNotificationHandler(LoggingMessageNotificationSchema, (told) => { seen.logs.push(told.params.data); });
await client.connect(transport);

seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
const told = await client.callTool({ name: tell, arguments: {} }, undefined, {
  onprogress: (progress) => seen.progress.push(`${progress.progress}/${progress.total}`),
});
seen.told = told.content[0].text;
seen.wrong = (await client.callTool({ name: tell, arguments: { txt: 1 } })).isError;
seen.unknown = await client.callTool({ name: 'nothing', arguments: {} }).then(() => 0, (error) => error.code);
await client.callTool({ name: add, arguments: { text: 'a' } });
seen.added = (await client.callTool({ name: add, arguments: { text: 'b' } })).content[0].text;

const giveUp = new AbortController();
const waiting = client.callTool({ name: wait, arguments: {} }, undefined, { signal: giveUp.signal })
  .then(() => 'answered', () => 'cancelled');
while (!seen.logs.includes('waiting')) {
  await new Promise((resolve) => { setTimeout(resolve, 20); });
}
giveUp.abort('enough');
seen.waited = await waiting;
if (http) {
  await transport.terminateSession();
}
await client.close();
console.log(JSON.stringify(seen));
