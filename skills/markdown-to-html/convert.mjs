import { readArguments } from './arguments.mjs';
import { parse } from './blocks.mjs';
import { escapeHtml } from './escape.mjs';
import { toHtml } from './html.mjs';

const { markdown, title } = readArguments();
const body = toHtml(parse(markdown));
process.stdout.write(title === undefined ? body : page(title, body));

function page(heading, content) {
  return `<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>${escapeHtml(heading)}</title>\n</head>\n<body>\n${content}\n</body>\n</html>\n`;
}
