// Blocks into HTML.
import { escapeHtml, slug } from './escape.mjs';
import { plainText, renderInline } from './inline.mjs';

export function toHtml({ blocks, references }) {
  return renderBlocks(blocks, { references, slugs: new Map() });
}

export function headings({ blocks, references }) {
  const slugs = new Map();
  return collect(blocks).map(({ level, text }) => {
    const plain = plainText(text, references);
    return { level, text: plain, id: slug(plain, slugs) };
  });
}

function collect(blocks) {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading': return [block];
      case 'quote': return collect(block.blocks);
      case 'list': return block.items.flatMap((item) => collect(item.blocks));
      default: return [];
    }
  });
}

function renderBlocks(blocks, context) {
  return blocks.map((block) => renderBlock(block, context)).join('\n');
}

function renderBlock(block, context) {
  const inline = (text) => renderInline(text, context.references);
  switch (block.kind) {
    case 'heading': {
      const id = escapeHtml(slug(plainText(block.text, context.references), context.slugs));
      return `<h${block.level} id="${id}">${inline(block.text)}</h${block.level}>`;
    }
    case 'code': {
      const language = block.language ? ` class="language-${escapeHtml(block.language)}"` : '';
      return `<pre><code${language}>${escapeHtml(block.text)}${block.text ? '\n' : ''}</code></pre>`;
    }
    case 'rule': return '<hr>';
    case 'quote': return `<blockquote>\n${renderBlocks(block.blocks, context)}\n</blockquote>`;
    case 'list': return renderList(block, context);
    case 'table': return renderTable(block, inline);
    default: return `<p>${inline(block.text)}</p>`;
  }
}

function renderList(list, context) {
  const tag = list.ordered ? 'ol' : 'ul';
  const start = list.ordered && list.start !== 1 ? ` start="${list.start}"` : '';
  const items = list.items.map((item) => {
    const box = item.checked === null ? '' : `<input type="checkbox" disabled${item.checked ? ' checked' : ''}> `;
    return `<li>${box}${renderItem(item.blocks, list.loose, context)}</li>`;
  });
  return `<${tag}${start}>\n${items.join('\n')}\n</${tag}>`;
}

// A tight item shows its text without paragraphs.
function renderItem(blocks, loose, context) {
  return blocks.map((block) => (!loose && block.kind === 'paragraph' ? renderInline(block.text, context.references) : renderBlock(block, context)))
    .join('\n');
}

function renderTable(table, inline) {
  const cell = (tag) => (text, column) => {
    const align = table.align[column] ? ` style="text-align: ${table.align[column]}"` : '';
    return `<${tag}${align}>${inline(text)}</${tag}>`;
  };
  const head = `<thead>\n<tr>${table.header.map(cell('th')).join('')}</tr>\n</thead>`;
  const rows = table.rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`);
  const body = rows.length > 0 ? `\n<tbody>\n${rows.join('\n')}\n</tbody>` : '';
  return `<table>\n${head}${body}\n</table>`;
}
