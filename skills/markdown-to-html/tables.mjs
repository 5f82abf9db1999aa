// Tables: a row of cells, a row of dashes that says how the columns are aligned, and more rows.

const DASHES = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

export function startsTable(lines, at) {
  const [header, dashes] = [lines[at], lines[at + 1]];
  return header.includes('|') && dashes !== undefined && dashes.includes('-') && DASHES.test(dashes)
    && cells(header).length === cells(dashes).length;
}

export function takeTable(reader) {
  const header = cells(reader.lines[reader.at]);
  const align = cells(reader.lines[reader.at + 1]).map(alignment);
  const rows = [];
  for (reader.at += 2; reader.at < reader.lines.length; reader.at++) {
    const line = reader.lines[reader.at];
    if (/^\s*$/.test(line) || !line.includes('|')) {
      break;
    }
    const row = cells(line);
    rows.push(header.map((_, column) => row[column] ?? ''));
  }
  return { kind: 'table', header, align, rows };
}

function alignment(dashes) {
  const [left, right] = [dashes.startsWith(':'), dashes.endsWith(':')];
  return left && right ? 'center' : right ? 'right' : left ? 'left' : null;
}

// Cuts at every bar but an escaped one.
function cells(line) {
  const found = [''];
  const text = line.trim().replace(/^\|/, '');
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && text[at + 1] === '|') {
      found[found.length - 1] += '|';
      at++;
    } else if (text[at] === '|') {
      found.push('');
    } else {
      found[found.length - 1] += text[at];
    }
  }
  if (found.length > 1 && found.at(-1).trim() === '') {
    found.pop();
  }
  return found.map((cell) => cell.trim());
}
