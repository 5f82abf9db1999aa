// What stands inside a line: code, emphasis, links, images, line breaks.
import { delimiterRun, pairRuns, runHtml } from './emphasis.mjs';
import { escapeHtml, safeAddress } from './escape.mjs';

const MAX_DEPTH = 16;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

export function renderInline(text, references, { depth = 0, inLink = false } = {}) {
  return depth > MAX_DEPTH ? escapeHtml(text) : new InlineRenderer(text, references, depth, inLink).render();
}

// The text alone, as a heading's anchor or a picture's alternative needs it.
export function plainText(text, references) {
  return renderInline(text, references).replace(/<img [^>]*alt="([^"]*)"[^>]*>/g, '$1').replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&');
}

class InlineRenderer {
  constructor(text, references, depth, inLink) {
    this.text = text;
    this.references = references;
    this.depth = depth;
    this.inLink = inLink;
    this.at = 0;
    // Finished HTML, and runs of marks that may turn out to be emphasis.
    this.pieces = [];
    this.finds = new Map();
  }

  render() {
    while (this.at < this.text.length) {
      if (!this.special(this.text[this.at])) {
        this.emit(escapeHtml(this.text[this.at]), this.at + 1);
      }
    }
    pairRuns(this.pieces.filter((piece) => typeof piece !== 'string'));
    return this.pieces.map((piece) => (typeof piece === 'string' ? piece : runHtml(piece))).join('');
  }

  special(character) {
    switch (character) {
      case '\\': return this.backslash();
      case '`': return this.code();
      case '*': case '_': case '~': return this.emphasis();
      case '!': return this.text[this.at + 1] === '[' && this.link(this.at + 1, true);
      // A link holds no second one.
      case '[': return !this.inLink && this.link(this.at, false);
      case '<': return !this.inLink && this.angle();
      case '&': return this.entity();
      case '\n': return this.lineEnd();
      default: return this.word();
    }
  }

  emit(html, next) {
    this.pieces.push(html);
    this.at = next;
    return true;
  }

  label(from, to) {
    return renderInline(this.text.slice(from, to), this.references, { depth: this.depth + 1, inLink: true });
  }

  // Like indexOf, but what was found or missed once is not searched for again: this keeps the work linear.
  find(wanted, from) {
    const last = this.finds.get(wanted);
    if (last && from >= last.from && from <= last.found) {
      return last.found === Infinity ? -1 : last.found;
    }
    const found = this.text.indexOf(wanted, from);
    this.finds.set(wanted, { from, found: found < 0 ? Infinity : found });
    return found;
  }

  // Plain letters in one piece: the common case should not go character by character.
  word() {
    const run = /[^\\`*_~![<&\n>"']+/y;
    run.lastIndex = this.at;
    const found = run.exec(this.text);
    return found !== null && this.emit(escapeHtml(found[0]), run.lastIndex);
  }

  backslash() {
    const next = this.text[this.at + 1];
    if (next === '\n') {
      return this.emit('<br>\n', this.at + 2);
    }
    return next !== undefined && PUNCTUATION.test(next) && this.emit(escapeHtml(next), this.at + 2);
  }

  lineEnd() {
    const last = this.pieces.pop() ?? '';
    const hard = typeof last === 'string' && last.endsWith('  ');
    this.pieces.push(typeof last === 'string' ? last.trimEnd() : last);
    return this.emit(hard ? '<br>\n' : '\n', this.at + 1);
  }

  code() {
    const ticks = runLength(this.text, this.at, '`');
    const fence = '`'.repeat(ticks);
    let end = this.find(fence, this.at + ticks);
    while (end >= 0 && runLength(this.text, end, '`') !== ticks) {
      end = this.find(fence, end + runLength(this.text, end, '`'));
    }
    if (end < 0) {
      return this.emit(fence, this.at + ticks);
    }
    let content = this.text.slice(this.at + ticks, end).replace(/\n/g, ' ');
    if (content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '') {
      content = content.slice(1, -1);
    }
    return this.emit(`<code>${escapeHtml(content)}</code>`, end + ticks);
  }

  emphasis() {
    const run = delimiterRun(this.text, this.at);
    this.pieces.push(run);
    this.at += run.count;
    return true;
  }

  afterCode(at) {
    const ticks = runLength(this.text, at, '`');
    const end = this.find('`'.repeat(ticks), at + ticks);
    return end < 0 ? at + ticks : end + ticks;
  }

  link(open, image) {
    const close = this.closingBracket(open);
    if (close < 0) {
      return false;
    }
    const label = this.text.slice(open + 1, close);
    const target = this.inlineTarget(close + 1) ?? this.referenceTarget(close + 1, label);
    if (target === null) {
      return false;
    }
    const address = safeAddress(target.address);
    if (address === null) {
      return this.emit(image ? escapeHtml(label) : this.label(open + 1, close), target.end);
    }
    const title = target.title ? ` title="${escapeHtml(target.title)}"` : '';
    return this.emit(image
      ? `<img src="${escapeHtml(address)}" alt="${escapeHtml(plainText(label, this.references))}"${title}>`
      : `<a href="${escapeHtml(address)}"${title}>${this.label(open + 1, close)}</a>`, target.end);
  }

  closingBracket(open) {
    if (this.find(']', open) < 0) {
      return -1;
    }
    let level = 0;
    // A label longer than this is none; the bound keeps a page of brackets from being read once for each.
    for (let at = open; at < Math.min(this.text.length, open + 1000); at++) {
      const character = this.text[at];
      if (character === '\\') {
        at++;
      } else if (character === '`') {
        at = this.afterCode(at) - 1;
      } else if (character === '[') {
        level++;
      } else if (character === ']' && --level === 0) {
        return at;
      }
    }
    return -1;
  }

  inlineTarget(at) {
    const form = /\(\s{0,8}(?:<([^<>\n]{0,2000})>|([^\s()<>]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500}){0,4}))(?:\s{1,8}(?:"([^"]{0,500})"|'([^']{0,500})'))?\s{0,8}\)/y;
    form.lastIndex = at;
    const found = form.exec(this.text);
    return found && { address: unescape(found[1] ?? found[2]), title: found[3] ?? found[4], end: form.lastIndex };
  }

  referenceTarget(at, label) {
    const explicit = /\[([^[\]]{0,500})\]/y;
    explicit.lastIndex = at;
    const found = explicit.exec(this.text);
    const reference = this.references.get(normaliseLabel((found && found[1]) || label));
    return reference ? { ...reference, end: found ? explicit.lastIndex : at } : null;
  }

  angle() {
    const form = /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})>/y;
    form.lastIndex = this.at;
    const found = form.exec(this.text);
    if (found === null) {
      return false;
    }
    const address = /^(https?|mailto):/.test(found[1]) ? found[1] : `mailto:${found[1]}`;
    return this.emit(`<a href="${escapeHtml(address)}">${escapeHtml(found[1])}</a>`, form.lastIndex);
  }

  // A character reference that the author wrote stays one.
  entity() {
    const form = /&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});/y;
    form.lastIndex = this.at;
    const found = form.exec(this.text);
    return found !== null && this.emit(found[0], form.lastIndex);
  }
}

export function normaliseLabel(label) {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

function unescape(text) {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

function runLength(text, at, character) {
  let end = at;
  while (text[end] === character) {
    end++;
  }
  return end - at;
}
