// Which runs of * _ ~ open and close emphasis: the delimiter-run rules of CommonMark 0.31 (section 6.2), plus ~~ for struck text.

const SPACE = /\s/;
const PUNCTUATION = /[\p{P}\p{S}]/u;

// A run of marks at a place in the text, with what may be done with it.
export function delimiterRun(text, at) {
  const mark = text[at];
  let end = at;
  while (text[end] === mark) {
    end++;
  }
  const [before, after] = [text[at - 1] ?? ' ', text[end] ?? ' '];
  const opens = !SPACE.test(after) && (!PUNCTUATION.test(after) || SPACE.test(before) || PUNCTUATION.test(before));
  const closes = !SPACE.test(before) && (!PUNCTUATION.test(before) || SPACE.test(after) || PUNCTUATION.test(after));
  const strict = mark === '_';
  return {
    mark,
    count: end - at,
    length: end - at,
    canOpen: opens && (!strict || !closes || PUNCTUATION.test(before)),
    canClose: closes && (!strict || !opens || PUNCTUATION.test(after)),
    closing: '',
    opening: '',
  };
}

export function runHtml(run) {
  return run.closing + run.mark.repeat(run.count) + run.opening;
}

// Pairs the runs, in the order they stand; each ends up with the tags it opens and closes.
export function pairRuns(runs) {
  const open = [];
  // How deep the search for an opener went in vain, by kind of closer: what lies below will not suit a later one either.
  const floors = new Map();
  for (const run of runs) {
    const key = `${run.mark}${run.canOpen}${run.length % 3}`;
    while (run.canClose && run.count > 0) {
      const found = opener(open, run, floors.get(key) ?? 0);
      if (found < 0) {
        floors.set(key, open.length);
        break;
      }
      join(open[found], run);
      open.length = open[found].count > 0 ? found + 1 : found;
      floors.forEach((floor, kind) => floors.set(kind, Math.min(floor, open.length)));
    }
    if (run.canOpen && run.count > 0) {
      open.push(run);
    }
  }
}

function opener(open, closer, floor) {
  for (let at = open.length - 1; at >= floor; at--) {
    if (open[at].mark === closer.mark && fits(open[at], closer)) {
      return at;
    }
  }
  return -1;
}

function fits(first, second) {
  if (first.mark === '~') {
    return first.count === 2 && second.count === 2;
  }
  const eitherBoth = (first.canOpen && first.canClose) || (second.canOpen && second.canClose);
  return !eitherBoth || (first.length + second.length) % 3 !== 0 || (first.length % 3 === 0 && second.length % 3 === 0);
}

function join(first, second) {
  const size = first.count >= 2 && second.count >= 2 ? 2 : 1;
  const tag = first.mark === '~' ? 'del' : size === 2 ? 'strong' : 'em';
  first.opening = `<${tag}>${first.opening}`;
  second.closing += `</${tag}>`;
  first.count -= size;
  second.count -= size;
}
