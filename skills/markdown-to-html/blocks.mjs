// Lines into blocks: headings, paragraphs, lists, quotes, code, tables, rules. No HTML is made here.
import { normaliseLabel } from './inline.mjs';
import { startsTable, takeTable } from './tables.mjs';

const MAX_DEPTH = 24;
const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$/;
const HEADING = /^ {0,3}(#{1,6})(?=[ \t]|$)(.*)$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const ITEM = /^( {0,3})([-+*]|\d{1,9}[.)])(?:( +)(.*)|)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const DEFINITION = /^ {0,3}\[([^[\]]{1,500})\]:[ \t]*<?([^\s<>]{1,2000})>?(?:[ \t]+(?:"([^"]{0,500})"|'([^']{0,500})'))?[ \t]*$/;

export function parse(markdown) {
  const references = new Map();
  const lines = markdown.replace(/\r\n?/g, '\n').replace(/\u0000/g, '\ufffd').split('\n').map(expandTabs);
  return { blocks: parseBlocks(lines, references, 0), references };
}

function expandTabs(line) {
  return line.replace(/^[ \t]+/, (indent) => [...indent].reduce((out, c) => out + (c === '\t' ? ' '.repeat(4 - (out.length % 4)) : c), ''));
}

function parseBlocks(lines, references, depth) {
  const reader = { lines, at: 0, references, depth, blocks: [] };
  const takers = [takeBlank, takeIndented, takeFence, takeHeading, takeRule, takeQuote, takeList, takeTableBlock, takeDefinition, takeParagraph];
  while (reader.at < lines.length) {
    takers.find((take) => take(reader));
  }
  return reader.blocks;
}

const isBlank = (line) => /^\s*$/.test(line);

function takeBlank(reader) {
  return isBlank(reader.lines[reader.at]) && ++reader.at;
}

function takeIndented(reader) {
  const { lines } = reader;
  if (!lines[reader.at].startsWith('    ')) {
    return false;
  }
  const content = [];
  while (reader.at < lines.length && (lines[reader.at].startsWith('    ') || isBlank(lines[reader.at]))) {
    content.push(lines[reader.at++].slice(4));
  }
  while (isBlank(content.at(-1))) {
    content.pop();
  }
  return reader.blocks.push({ kind: 'code', language: '', text: content.join('\n') });
}

function takeFence(reader) {
  const found = FENCE.exec(reader.lines[reader.at]);
  if (!found) {
    return false;
  }
  const indent = reader.lines[reader.at].length - reader.lines[reader.at].trimStart().length;
  const closing = new RegExp(`^ {0,3}${found[1][0]}{${found[1].length},}[ \\t]*$`);
  const content = [];
  for (reader.at++; reader.at < reader.lines.length && !closing.test(reader.lines[reader.at]); reader.at++) {
    content.push(reader.lines[reader.at].replace(new RegExp(`^ {0,${indent}}`), ''));
  }
  reader.at++;
  return reader.blocks.push({ kind: 'code', language: found[2].trim().split(/\s+/)[0], text: content.join('\n') });
}

function takeHeading(reader) {
  const found = HEADING.exec(reader.lines[reader.at]);
  if (!found) {
    return false;
  }
  reader.at++;
  return reader.blocks.push({ kind: 'heading', level: found[1].length, text: withoutClosingMarks(found[2].trim()) });
}

function withoutClosingMarks(text) {
  let end = text.length;
  while (text[end - 1] === '#') {
    end--;
  }
  return end === 0 || /[ \t]/.test(text[end - 1]) ? text.slice(0, end).trimEnd() : text;
}

function takeRule(reader) {
  if (!RULE.test(reader.lines[reader.at])) {
    return false;
  }
  reader.at++;
  return reader.blocks.push({ kind: 'rule' });
}

function takeQuote(reader) {
  if (!QUOTE.test(reader.lines[reader.at]) || reader.depth >= MAX_DEPTH) {
    return false;
  }
  const content = [];
  for (let found; reader.at < reader.lines.length; reader.at++) {
    if ((found = QUOTE.exec(reader.lines[reader.at]))) {
      content.push(found[1]);
    } else if (isBlank(reader.lines[reader.at]) || isBlank(content.at(-1)) || interrupts(reader.lines[reader.at])) {
      break;
    } else {
      content.push(reader.lines[reader.at]);
    }
  }
  return reader.blocks.push({ kind: 'quote', blocks: parseBlocks(content, reader.references, reader.depth + 1) });
}

function takeList(reader) {
  const first = ITEM.exec(reader.lines[reader.at]);
  if (!first || reader.depth >= MAX_DEPTH) {
    return false;
  }
  const list = { kind: 'list', ordered: /\d/.test(first[2]), start: Number.parseInt(first[2], 10), loose: false, items: [] };
  for (let found; (found = nextItem(reader, first[2].at(-1))); ) {
    const { content, loose } = takeItem(reader, found);
    list.loose ||= loose;
    list.items.push(item(content, reader));
  }
  return reader.blocks.push(list);
}

// The next item of the same list: one with the same bullet or the same sign after its number.
function nextItem(reader, sign) {
  let at = reader.at;
  while (at < reader.lines.length && isBlank(reader.lines[at])) {
    at++;
  }
  const line = reader.lines[at];
  const found = line !== undefined && !RULE.test(line) && ITEM.exec(line);
  if (!found || found[2].at(-1) !== sign) {
    return null;
  }
  reader.at = at;
  return found;
}

function takeItem(reader, found) {
  // Five spaces or more are one, and then indented code.
  const gap = found[3] === undefined || found[3].length > 4 ? 1 : found[3].length;
  const width = found[1].length + found[2].length + gap;
  const content = [reader.lines[reader.at].slice(width)];
  let fenced = FENCE.test(content[0]);
  let blanks = 0;
  let loose = false;
  for (reader.at++; reader.at < reader.lines.length; reader.at++) {
    const line = reader.lines[reader.at];
    if (isBlank(line)) {
      blanks++;
      continue;
    }
    const inside = line.startsWith(' '.repeat(width)) && !(blanks > 0 && content.length === 1 && isBlank(content[0]));
    if (!inside && (blanks > 0 || fenced || FENCE.test(content.at(-1)) || interrupts(line) || ITEM.test(line))) {
      break;
    }
    loose ||= blanks > 0 && !fenced;
    content.push(...Array(blanks).fill(''), inside ? line.slice(width) : line.trimStart());
    fenced = FENCE.test(content.at(-1)) ? !fenced : fenced;
    blanks = 0;
  }
  return { content, loose: loose || (blanks > 0 && nextItem({ ...reader }, found[2].at(-1)) !== null) };
}

function item(content, reader) {
  const task = /^\[([ xX])\] +(?=\S)/.exec(content[0]);
  const lines = task ? [content[0].slice(task[0].length), ...content.slice(1)] : content;
  return { checked: task ? task[1] !== ' ' : null, blocks: parseBlocks(lines, reader.references, reader.depth + 1) };
}

function takeTableBlock(reader) {
  return startsTable(reader.lines, reader.at) && reader.blocks.push(takeTable(reader));
}

function takeDefinition(reader) {
  const found = DEFINITION.exec(reader.lines[reader.at]);
  if (!found) {
    return false;
  }
  const label = normaliseLabel(found[1]);
  if (!reader.references.has(label)) {
    reader.references.set(label, { address: found[2], title: found[3] ?? found[4] });
  }
  return ++reader.at;
}

// What ends a paragraph without a blank line. A number does so only as 1, so that "in 1984. It" stays a sentence.
function interrupts(line) {
  const found = ITEM.exec(line);
  const list = found && found[4] && (!/\d/.test(found[2]) || Number.parseInt(found[2], 10) === 1);
  return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line) || Boolean(list);
}

function takeParagraph(reader) {
  const content = [reader.lines[reader.at++].trimStart()];
  for (; reader.at < reader.lines.length; reader.at++) {
    const line = reader.lines[reader.at];
    const underline = UNDERLINE.exec(line);
    if (underline) {
      reader.at++;
      return reader.blocks.push({ kind: 'heading', level: underline[1][0] === '=' ? 1 : 2, text: content.join('\n').trim() });
    }
    if (isBlank(line) || interrupts(line) || startsTable(reader.lines, reader.at)) {
      break;
    }
    content.push(line.trimStart());
  }
  return reader.blocks.push({ kind: 'paragraph', text: content.join('\n').trimEnd() });
}
