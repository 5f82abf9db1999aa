// Text into HTML: what may not stand as it is, and addresses that may not be followed.

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

// A relative address, or one of a scheme that cannot run a program in the reader's browser.
const SAFE_SCHEMES = new Set(['http', 'https', 'mailto', 'tel']);

export function safeAddress(address) {
  // Browsers skip control characters and spaces inside a scheme; so does this test.
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/[\u0000-\u0020\u007f-\u00a0]/g, ''));
  return scheme === null || SAFE_SCHEMES.has(scheme[1].toLowerCase()) ? address : null;
}

// A heading's anchor; the same text again gets a number. `taken` maps each anchor to how often it was asked for.
export function slug(text, taken) {
  const base = text.toLowerCase().normalize('NFC').replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s+/g, '-') || 'section';
  let name = base;
  while (taken.has(name)) {
    taken.set(base, taken.get(base) + 1);
    name = `${base}-${taken.get(base)}`;
  }
  taken.set(name, 0);
  return name;
}
