// Follows every link, asset and fragment of a site, as a reader without script would.

/** Tags with their attributes; comments are passed over. */
const TAG = /<!--[^]*?-->|<([a-z][a-z0-9-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name] ?? whole;
  });
}

/** What a page refers to, as written, and the anchors it has. */
function read(html) {
  const addresses = [];
  const anchors = new Set();
  for (const [, name, attributes = ''] of html.matchAll(TAG)) {
    if (!name) continue;
    const values = new Map();
    for (const [, key, ...value] of attributes.matchAll(ATTRIBUTE)) {
      values.set(key.toLowerCase(), decode(value.find((one) => one !== undefined) ?? ''));
    }
    for (const key of ['href', 'src', 'poster', 'data', 'action']) {
      if (values.has(key)) addresses.push(values.get(key));
    }
    for (const candidate of values.get('srcset')?.split(',') ?? []) addresses.push(candidate.trim().split(/\s/)[0]);
    if (values.get('http-equiv') === 'refresh') addresses.push(values.get('content').replace(/^.*?url=/i, ''));
    if (values.has('id')) anchors.add(values.get('id'));
    if (name === 'a' && values.has('name')) anchors.add(values.get('name'));
  }
  return { addresses, anchors };
}

/** Addresses in a style sheet. */
function readStyle(css) {
  return [...css.matchAll(/url\(\s*["']?([^"')]+)/g)].map(([, address]) => address);
}

/**
 * Crawls a site from the addresses in `starts`. `load` resolves an address without its fragment to
 * `{ ok, type, text }`. Resolves to the addresses seen and a list of everything that is broken.
 */
export async function crawl(root, starts, load) {
  const pages = new Map();
  const queue = [...starts];
  const broken = [];
  const fragments = [];
  for (const start of starts) pages.set(start, null);
  while (queue.length > 0) {
    const from = queue.pop();
    const { ok, type, text } = await load(from);
    const { addresses, anchors } = type.startsWith('text/html')
      ? read(text)
      : { addresses: type.startsWith('text/css') ? readStyle(text) : [], anchors: new Set() };
    pages.set(from, anchors);
    if (!ok) broken.push(`${from} is not there`);
    for (const written of addresses) {
      const url = new URL(written, from);
      if (url.origin !== new URL(root).origin || url.protocol !== new URL(root).protocol) continue;
      if (!url.href.startsWith(root)) {
        broken.push(`${from}: ${written} leads out of ${root}`);
        continue;
      }
      const target = url.href.split('#')[0];
      if (url.hash.length > 1) fragments.push({ from, written, target, anchor: decodeURIComponent(url.hash.slice(1)) });
      if (!pages.has(target)) {
        pages.set(target, null);
        queue.push(target);
      }
    }
  }
  for (const { from, written, target, anchor } of fragments) {
    if (!pages.get(target)?.has(anchor)) broken.push(`${from}: ${written} has no such anchor`);
  }
  return { seen: new Set(pages.keys()), fragments: fragments.length, broken };
}
