// Answers a query from the files of the index. `src/search/` in the program does the same, step by
// step and in whole numbers, and a test holds that both give the same answers: what is changed here is
// changed there.
//
// Nothing here touches the page.

// Characters and words: fold.rs, words.rs, stem.rs, distance.rs.

const [OTHER, WORD, WIDE, JOINER, HYPHEN, SIGN] = [0, 1, 2, 3, 4, 5];
const PART = 0;
const JOINED = 1;
const TAIL = 2;
const MAX_CHARS = 40;

const WIDE_RANGES = [
  0x0e00, 0x0eff, 0x1000, 0x109f, 0x1100, 0x11ff, 0x1780, 0x17ff, 0x2e80, 0x2fdf, 0x3005, 0x3007, 0x3021, 0x3029,
  0x3031, 0x3035, 0x3038, 0x303b, 0x3041, 0x30fa, 0x30fc, 0x318e, 0x31a0, 0x31ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff,
  0xa960, 0xa97f, 0xac00, 0xd7ff, 0xf900, 0xfaff, 0xff66, 0xffdc, 0x20000, 0x2fa1f, 0x30000, 0x3ffff,
];
const MARKS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g;
const LETTER = /[\p{Alphabetic}\p{N}\p{M}]/u;
const ALPHABETIC = /^\p{Alphabetic}+$/u;
const ASCII = /^[\0-\x7f]*$/;
const SPECIAL = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ς: 'σ' };
const classes = new Map();

function classOf(code) {
  if (code < 0x80) {
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return WORD;
    if (code === 39) return JOINER;
    if (code === 45 || code === 95) return HYPHEN;
    return code === 43 || code === 35 ? SIGN : OTHER;
  }
  let known = classes.get(code);
  if (known === undefined) {
    known = classOfOthers(code);
    classes.set(code, known);
  }
  return known;
}

function classOfOthers(code) {
  if (code === 0x2019 || code === 0xad || code === 0x200c || code === 0x200d || code === 0x2060) return JOINER;
  if (code === 0x2010 || code === 0x2011) return HYPHEN;
  for (let at = 0; at < WIDE_RANGES.length; at += 2) {
    if (code >= WIDE_RANGES[at] && code <= WIDE_RANGES[at + 1]) return WIDE;
  }
  return LETTER.test(String.fromCodePoint(code)) ? WORD : OTHER;
}

const widthOf = (code) => (code > 0xffff ? 2 : 1);

function fold(word) {
  if (ASCII.test(word)) return word.toLowerCase();
  let out = '';
  for (const c of word.toLowerCase().normalize('NFKD').replace(MARKS, '').normalize('NFC').toLowerCase()) {
    const special = SPECIAL[c];
    if (special) out += special;
    else if ([WORD, WIDE, SIGN].includes(classOf(c.codePointAt(0)))) out += c;
  }
  return out;
}

const foldWide = (run) => [...run.normalize('NFKC').toLowerCase()]
  .filter((c) => [WORD, WIDE].includes(classOf(c.codePointAt(0))));

/** Calls `emit(term, start, end, kind)` with each word of a text, in order. */
export function words(text, emit) {
  let at = 0;
  const classAt = (place) => (place < text.length ? classOf(text.codePointAt(place)) : OTHER);
  const width = () => (at < text.length ? widthOf(text.codePointAt(at)) : 0);

  function run() {
    const start = at;
    let count = 0;
    for (;;) {
      const here = classAt(at);
      if (here === WORD) {
        at += width();
        count += 1;
      } else if (here === JOINER && classAt(at + width()) === WORD) {
        at += width();
      } else {
        break;
      }
    }
    if (count === 1 && /[a-z]/i.test(text[start]) && text.charCodeAt(start) < 0x80) {
      let signs = 0;
      while (classAt(at + signs) === SIGN) signs += 1;
      if (signs <= 2 && classAt(at + signs) !== WORD) at += signs;
    }
  }

  function compound() {
    const start = at;
    let chain = '';
    let parts = 0;
    for (;;) {
      const from = at;
      run();
      let term = fold(text.slice(from, at));
      if (term.includes("'")) term = term.replaceAll("'", '');
      if (term.length > MAX_CHARS) term = [...term].slice(0, MAX_CHARS).join('');
      if (term) {
        emit(term, from, at, PART);
        chain += term;
        parts += 1;
      }
      if (classAt(at) !== HYPHEN || classAt(at + width()) !== WORD) break;
      at += width();
    }
    if (parts > 1 && ALPHABETIC.test(String.fromCodePoint(chain.codePointAt(0))) && [...chain].length <= MAX_CHARS) {
      emit(chain, start, at, JOINED);
    }
  }

  function wide() {
    const start = at;
    const offsets = [];
    while (classAt(at) === WIDE) {
      offsets.push(at);
      at += width();
    }
    offsets.push(at);
    const folded = foldWide(text.slice(start, at));
    const aligned = folded.length + 1 === offsets.length;
    const put = (from, to, kind) => emit(
      folded.slice(from, to).join(''), aligned ? offsets[from] : start, aligned ? offsets[to] : at, kind,
    );
    for (let pair = 0; pair + 1 < folded.length; pair++) put(pair, pair + 2, PART);
    if (folded.length) put(folded.length - 1, folded.length, folded.length === 1 ? PART : TAIL);
  }

  while (at < text.length) {
    const here = classAt(at);
    if (here === WORD) compound();
    else if (here === WIDE) wide();
    else at += width();
  }
}

const isWide = (term) => classOf(term.codePointAt(0)) === WIDE;
const lengthOf = (term) => { let count = 0; for (const _ of term) count += 1; return count; };

function stem(word) {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let found = withoutEnding(singular(word));
  if (found.length > 3 && found.endsWith('e')) found = found.slice(0, -1);
  return found;
}

function singular(word) {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

function withoutEnding(word) {
  if (word.length > 4 && word.endsWith('ied')) return `${word.slice(0, -3)}y`;
  const ending = ['ing', 'ed'].find((one) => word.endsWith(one));
  if (!ending) return word;
  const rest = word.slice(0, -ending.length);
  if (rest.length < 3 || !/[aeiouy]/.test(rest) || word.endsWith('eed')) return word;
  const last = rest.at(-1);
  return last === rest.at(-2) && !'aeioulsz'.includes(last) ? rest.slice(0, -1) : rest;
}

function within(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return undefined;
  let before = [];
  let above = b.map((_, at) => at);
  above.push(b.length);
  for (let row = 0; row < a.length; row++) {
    const line = [row + 1];
    let least = row + 1;
    for (let column = 0; column < b.length; column++) {
      let cost = Math.min(above[column] + (a[row] === b[column] ? 0 : 1), above[column + 1] + 1, line[column] + 1);
      if (row > 0 && column > 0 && a[row] === b[column - 1] && a[row - 1] === b[column]) {
        cost = Math.min(cost, before[column - 1] + 1);
      }
      least = Math.min(least, cost);
      line.push(cost);
    }
    if (least > most) return undefined;
    before = above;
    above = line;
  }
  return above[b.length] <= most ? above[b.length] : undefined;
}

const tolerance = (letters) => (letters < 4 ? 0 : letters < 8 ? 1 : 2);

/** Texts by the numbers of their characters, as the program sorts them. */
function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) {
      const rank = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
      return rank(x) - rank(y);
    }
  }
  return a.length - b.length;
}

/** Returns the number of elements, from the first on, for which `holds` is true. */
function partition(length, holds) {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

// What was typed: query.rs.

export const KINDS = ['section', 'tag', 'track', 'level', 'competency'];
const MAX_WORDS = 12;
export const QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb';
const QUOTE = new RegExp(`[${QUOTES}]`);
const SPACE = /[ \t\n\r\u00a0\u2000-\u200a\u202f\u3000]/;
const NOT_WORD = /[^\p{Alphabetic}\p{N}]$/u;

/** Tells apart what was typed: words, phrases in quotes, and `kind:value`. */
export function parse(typed) {
  const query = { words: [], phrases: [], filters: [] };
  const add = (term, isPartial, isExact) => {
    const known = query.words.find((word) => word.term === term);
    if (known) {
      known.isPartial ||= isPartial;
      known.isExact ||= isExact;
    } else {
      query.words.push({ term, isPartial, isExact });
    }
  };
  const quoted = (text) => {
    const end = text.search(QUOTE);
    return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
  };
  let rest = typed;
  for (;;) {
    while (rest && SPACE.test(rest[0])) rest = rest.slice(1);
    if (!rest) break;
    if (QUOTE.test(rest[0])) {
      const [phrase, after] = quoted(rest.slice(1));
      const terms = [];
      words(phrase, (term, _start, _end, kind) => { if (kind === PART) terms.push(term); });
      terms.forEach((term) => add(term, false, true));
      if (terms.length > 1) query.phrases.push(terms);
      rest = after;
      continue;
    }
    let end = 0;
    while (end < rest.length && !SPACE.test(rest[end]) && !QUOTE.test(rest[end])) end += 1;
    const chunk = rest.slice(0, end);
    rest = rest.slice(end);
    const colon = chunk.indexOf(':');
    const kind = colon < 0 ? -1 : KINDS.indexOf(chunk.slice(0, colon).toLowerCase());
    if (kind >= 0) {
      let value = chunk.slice(colon + 1);
      if (!value && rest && QUOTE.test(rest[0])) {
        [value, rest] = quoted(rest.slice(1));
        query.filters.push([kind, value]);
      } else if (value) {
        query.filters.push([kind, value]);
      }
      continue;
    }
    const open = !rest && !NOT_WORD.test(chunk);
    const found = [];
    words(chunk, (term, _start, to, how) => { if (how === PART) found.push([term, to === chunk.length]); });
    for (const [term, isLast] of found) add(term, (isWide(term) && lengthOf(term) === 1) || (open && isLast), false);
  }
  query.words.splice(MAX_WORDS);
  return query;
}

// The files: files.rs, bytes.rs, shelf.rs.

const MAGIC = 'daring search 1\n';
const PAGES_IN_HEADS = 32;
const PAGES_IN_TEXTS = 8;
const SHORTEST_NEAR = 3;
const LONGEST_NEAR = 24;
const decoder = new TextDecoder();

/** The index in the browser is not the one that its files belong to: it was published anew. */
export class Stale extends Error {}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let number = 0;
    for (let shift = 1; shift < 2 ** 35; shift *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      number += (byte & 127) * shift;
      if (byte < 128) break;
    }
    return number;
  }

  take(count) {
    const taken = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  text() {
    return decoder.decode(this.take(this.number()));
  }

  list(read, count = this.number()) {
    return Array.from({ length: count }, read);
  }

  /** Returns a function that reads texts of which each says how much of the one before it keeps. */
  frontCoded() {
    let bytes = new Uint8Array(256);
    return () => {
      const shared = this.number();
      const rest = this.take(this.number());
      if (shared + rest.length > bytes.length) {
        const more = new Uint8Array(2 * (shared + rest.length));
        more.set(bytes);
        bytes = more;
      }
      bytes.set(rest, shared);
      return decoder.decode(bytes.subarray(0, shared + rest.length));
    };
  }
}

async function unwrap(file) {
  const packed = new Blob([file.subarray(4)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

const tagOf = (bytes) => [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

class Stretch {
  constructor(bytes) {
    const reader = new Reader(bytes);
    const next = reader.frontCoded();
    let [gaps, weights] = [0, 0];
    this.bytes = bytes;
    this.terms = reader.list(() => {
      const known = { term: next(), sections: reader.number(), gaps, weights };
      gaps += reader.number();
      weights += known.sections;
      return known;
    });
    this.start = reader.at;
    this.weights = reader.at + gaps;
  }

  find(term) {
    const at = partition(this.terms.length, (at) => compare(this.terms[at].term, term) < 0);
    return this.terms[at]?.term === term ? at : -1;
  }

  /** Returns the places of the terms that begin so. */
  beginningWith(prefix) {
    const start = partition(this.terms.length, (at) => compare(this.terms[at].term, prefix) < 0);
    const found = [];
    for (let at = start; at < this.terms.length && this.terms[at].term.startsWith(prefix); at++) found.push(at);
    return found;
  }

  /** Returns the sections of a term, and the weight of each. */
  sections(at) {
    const known = this.terms[at];
    const reader = new Reader(this.bytes);
    reader.at = this.start + known.gaps;
    const numbers = new Uint32Array(known.sections);
    let section = 0;
    for (let index = 0; index < numbers.length; index++) numbers[index] = section += reader.number();
    const weights = this.weights + known.weights;
    return { numbers, weights: this.bytes.subarray(weights, weights + numbers.length) };
  }
}

function listOf(term) {
  if (!ALPHABETIC.test(term) || isWide(term)) return -1;
  const letters = lengthOf(term);
  return letters >= SHORTEST_NEAR && letters <= LONGEST_NEAR ? letters - SHORTEST_NEAR : -1;
}


/** An index. `read(name, tag)` resolves to the bytes of a file; `tag` is its fingerprint. */
export class Index {
  constructor(read) {
    this.read = read;
    this.files = new Map();
    this.parsed = new Map();
  }

  /** Reads the first file. */
  async open() {
    const file = await this.read('index.bin', '');
    const content = await unwrap(file);
    const reader = new Reader(content);
    if (decoder.decode(reader.take(MAGIC.length)) !== MAGIC) throw new Stale('another version of the index');
    this.tag = tagOf(file);
    this.isEnglish = reader.number() === 1;
    this.firsts = [0];
    for (const count of reader.list(() => reader.number())) this.firsts.push(this.firsts.at(-1) + count);
    this.pages = this.firsts.length - 1;
    this.facets = reader.list(() => ({
      kind: reader.take(1)[0], label: reader.text(), names: reader.list(() => reader.text()),
    }));
    this.starts = reader.list(() => reader.text());
    this.isWhole = reader.take(1)[0] === 1;
    if (this.isWhole) {
      this.parsed.set('terms-0', Promise.resolve(new Stretch(reader.take(reader.number()).slice())));
      this.parsed.set('heads-0', Promise.resolve(this.parseHeads(0, this.pages, reader.take(reader.number()))));
    }
    for (const name of ['terms', 'places', 'near', 'heads', 'texts']) {
      this.files.set(name, reader.list(() => tagOf(reader.take(4))));
    }
    return this;
  }

  /** Reads a file once and parses it; one that failed is tried again when it is next needed. */
  part(name, number, parse) {
    const key = `${name}-${number}`;
    if (!this.parsed.has(key)) {
      const tag = this.files.get(name)[number];
      const parsed = tag === undefined ? Promise.resolve(parse(new Uint8Array())) : this.fetch(`${key}.bin`, tag).then(parse);
      parsed.catch(() => this.parsed.delete(key));
      this.parsed.set(key, parsed);
    }
    return this.parsed.get(key);
  }

  async fetch(name, tag) {
    const file = await this.read(name, tag);
    if (tagOf(file) !== tag) throw new Stale(`${name} is of another publication`);
    return unwrap(file);
  }

  pageOf(section) {
    return partition(this.firsts.length, (at) => this.firsts[at] <= section) - 1;
  }

  stretchOf(term) {
    return Math.max(partition(this.starts.length, (at) => compare(this.starts[at], term) <= 0) - 1, 0);
  }

  stretch(number) {
    return this.part('terms', number, (content) => new Stretch(content));
  }

  async places(number, at) {
    const content = await this.part('places', number, (bytes) => bytes);
    const { terms } = await this.stretch(number);
    const reader = new Reader(content);
    const lengths = terms.map(() => reader.number());
    for (let before = 0; before < at; before++) reader.at += lengths[before];
    return reader.list(() => {
      const found = [];
      let place = 0;
      for (let number = reader.number(); number !== 0; number = number & 1 ? 0 : reader.number()) {
        place += Math.floor(number / 2);
        found.push(place);
      }
      return found;
    }, terms[at].sections);
  }

  async near(list) {
    if (this.isWhole) {
      const { terms } = await this.stretch(0);
      return terms.filter(({ term }) => listOf(term) === list);
    }
    return this.part('near', list, (content) => {
      const reader = new Reader(content);
      const next = reader.frontCoded();
      return reader.list(() => ({ term: next(), sections: reader.number() }));
    });
  }

  async head(page) {
    const number = this.isWhole ? 0 : Math.floor(page / PAGES_IN_HEADS);
    const from = number * PAGES_IN_HEADS;
    const to = Math.min(from + PAGES_IN_HEADS, this.pages);
    const heads = await this.part('heads', number, (content) => this.parseHeads(from, to, content));
    return heads[page - from];
  }

  async text(section) {
    const number = Math.floor(this.pageOf(section) / PAGES_IN_TEXTS);
    const texts = await this.part('texts', number, (content) => {
      const reader = new Reader(content);
      const found = [];
      while (reader.at < content.length) found.push(reader.text());
      return found;
    });
    return texts[section - this.firsts[number * PAGES_IN_TEXTS]] ?? '';
  }

  parseHeads(from, to, content) {
    const reader = new Reader(content);
    const text = () => reader.text();
    const heads = [];
    for (let page = from; page < to; page++) {
      const head = { href: text(), title: text(), trail: reader.list(text) };
      const count = this.firsts[page + 1] - this.firsts[page];
      head.sections = reader.list(() => ({ heading: text(), anchor: text(), label: text() }), count);
      heads.push(head);
    }
    return heads;
  }

  /** Answers what was typed with so many pages at most. */
  async ask(typed, limit) {
    const query = parse(typed);
    const answer = { groups: [], pages: 0, unknown: [] };
    if (!query.words.length && !query.filters.length) return answer;
    const [allowed, meanings] = await Promise.all([
      this.allowed(query, answer),
      Promise.all(query.words.map((word) => meaning(this, word))),
    ]);
    let ranked = await this.ranked(query, meanings, allowed);
    if (!ranked.some((found) => found.isFull) && await this.lookNear(query, meanings)) {
      ranked = await this.ranked(query, meanings, allowed);
    }
    const found = this.grouped(ranked);
    answer.pages = found.length;
    const answers = new Map();
    meanings.forEach((one, at) => one.terms.forEach(({ term, factor }) => {
      if (!answers.has(term)) answers.set(term, [at, factor]);
    }));
    answer.groups = await Promise.all(found.slice(0, limit).map((one) => this.shown(one, answers)));
    answer.words = [...answers.keys()];
    return answer;
  }

  async lookNear(query, meanings) {
    const more = await Promise.all(query.words.map(async (word, at) => {
      if (word.isExact || meanings[at].hasNear || !isMistyped(word.term)) return false;
      const before = meanings[at].terms.length;
      await addNear(this, word.term, meanings[at]);
      return meanings[at].terms.length > before;
    }));
    return more.includes(true);
  }

  async ranked(query, meanings, allowed) {
    let ranked;
    if (query.words.length) {
      ranked = rank(this.firsts, meanings, query.words.map((word) => word.isExact));
    } else {
      ranked = Array.from({ length: this.firsts.at(-1) }, (_, section) => ({ section, score: 0, isFull: true }));
    }
    if (allowed) ranked = ranked.filter((found) => allowed.has(found.section));
    for (const phrase of query.phrases) {
      const holding = await this.holding(phrase);
      ranked = ranked.filter((found) => holding.has(found.section));
    }
    const best = ranked[0]?.score ?? 0;
    return ranked.filter((found) => found.isFull || found.score * 16 >= best);
  }

  async allowed(query, answer) {
    let allowed = null;
    for (let kind = 0; kind < KINDS.length; kind++) {
      const values = query.filters.filter(([other]) => other === kind).map(([, value]) => value);
      if (!values.length) continue;
      const ofKind = new Set();
      for (const value of values) {
        const labels = this.labels(kind, value);
        if (!labels.length) {
          const known = this.facets.filter((facet) => facet.kind === kind).map((facet) => facet.label);
          answer.unknown.push({ kind: KINDS[kind], value, known });
        }
        for (const label of labels) await this.addSections(`!${KINDS[kind]}:${label}`, ofKind);
      }
      allowed = allowed ? new Set([...allowed].filter((section) => ofKind.has(section))) : ofKind;
    }
    return allowed;
  }

  labels(kind, value) {
    const wanted = plain(value);
    const called = (isIt) => this.facets
      .filter((facet) => facet.kind === kind && [facet.label, ...facet.names].some((name) => isIt(plain(name))))
      .map((facet) => facet.label);
    const exact = called((name) => name === wanted);
    return !exact.length && wanted ? called((name) => name.startsWith(wanted)) : exact;
  }

  async addSections(term, sections) {
    const stretch = await this.stretch(this.stretchOf(term));
    const at = stretch.find(term);
    if (at < 0) return;
    for (const section of stretch.sections(at).numbers) {
      const page = this.pageOf(section);
      const last = this.firsts[page] === section ? this.firsts[page + 1] : section + 1;
      for (let one = section; one < last; one++) sections.add(one);
    }
  }

  async holding(phrase) {
    let begins = null;
    for (let offset = 0; offset < phrase.length; offset++) {
      const number = this.stretchOf(phrase[offset]);
      const stretch = await this.stretch(number);
      const at = stretch.find(phrase[offset]);
      if (at < 0) return new Map();
      const places = await this.places(number, at);
      const next = new Map();
      stretch.sections(at).numbers.forEach((section, index) => {
        const before = begins?.get(section);
        if (begins && !before) return;
        const begin = places[index].map((place) => place - offset).filter((place) => place >= 0);
        const kept = before ? begin.filter((place) => before.includes(place)) : begin;
        if (kept.length) next.set(section, kept);
      });
      begins = next;
    }
    return begins;
  }

  grouped(ranked) {
    const found = new Map();
    for (const one of ranked) {
      const page = this.pageOf(one.section);
      const group = found.get(page);
      if (!group) found.set(page, { page, sections: [one] });
      else if (group.sections.length < 3 && one.score * 2 >= group.sections[0].score && one.score > 0) group.sections.push(one);
    }
    return [...found.values()];
  }

  async shown({ page, sections }, answers) {
    const [{ href, title, trail, sections: all }, texts] = await Promise.all([
      this.head(page), Promise.all(sections.map(({ section }) => this.text(section))),
    ]);
    const rows = sections.map(({ section }, at) => (
      { ...all[section - this.firsts[page]], passage: marked(texts[at], answers) }
    ));
    return { title, href, trail, rows };
  }
}

const plain = (name) => fold(name).replace(/[^\p{Alphabetic}\p{N}]/gu, '');

// What a word may mean: expand.rs.

const [ITSELF, FORM, BEGUN] = [16, 14, 12];
const SLIPS = [16, 9, 6];
const MAX_BEGUN = 40;
const MAX_NEAR = 4;
const MAX_STRETCHES = 2;
const MAX_BEGUN_STRETCHES = 6;

function addTerm(meaning, factor, stretch, at) {
  const { term } = stretch.terms[at];
  if (!meaning.terms.some((meant) => meant.term === term)) {
    meaning.terms.push({ term, factor, sections: stretch.sections(at) });
  }
}

async function meaning(index, wanted) {
  const found = { terms: [], hasNear: false };
  const stretch = await index.stretch(index.stretchOf(wanted.term));
  const at = stretch.find(wanted.term);
  if (at >= 0) addTerm(found, ITSELF, stretch, at);
  if (wanted.isExact) return found;
  if (index.isEnglish) await forms(index, wanted.term, found);
  if (wanted.isPartial) await begun(index, wanted.term, found);
  if (!found.terms.length) await addNear(index, wanted.term, found);
  return found;
}

async function forms(index, word, found) {
  const common = stem(word);
  if (common.length < 3 || !ASCII.test(common) || (common === word && word.length < 4)) return;
  const prefix = common.length > 3 ? common.slice(0, -1) : common;
  for (const [stretch, at] of await termsBeginningWith(index, prefix, MAX_STRETCHES)) {
    if (stem(stretch.terms[at].term) === common) addTerm(found, FORM, stretch, at);
  }
}

async function begun(index, word, found) {
  if (new TextEncoder().encode(word).length < 2) return;
  const terms = await termsBeginningWith(index, word, MAX_BEGUN_STRETCHES);
  terms.sort(([a, i], [b, j]) => b.terms[j].sections - a.terms[i].sections);
  for (const [stretch, at] of terms.slice(0, MAX_BEGUN)) addTerm(found, BEGUN, stretch, at);
}

async function termsBeginningWith(index, prefix, most) {
  const first = index.stretchOf(prefix);
  const found = [];
  // All of them at once, so that none waits for another.
  for (let number = first + 1; number < first + most && index.starts[number]?.startsWith(prefix); number++) {
    index.stretch(number).catch(() => {});
  }
  for (let number = first; number < first + most; number++) {
    if (number > first && !index.starts[number]?.startsWith(prefix)) break;
    const stretch = await index.stretch(number);
    for (const at of stretch.beginningWith(prefix)) found.push([stretch, at]);
  }
  return found;
}

async function addNear(index, word, found) {
  found.hasNear = true;
  const letters = [...word];
  const most = tolerance(letters.length);
  if (!most || !isMistyped(word)) return;
  const lists = [];
  const shortest = Math.max(letters.length - most, SHORTEST_NEAR);
  for (let length = shortest; length <= Math.min(letters.length + most, LONGEST_NEAR); length++) {
    lists.push(index.near(length - SHORTEST_NEAR));
  }
  const near = [];
  for (const { term, sections } of (await Promise.all(lists)).flat()) {
    const slips = within(letters, [...term], most);
    if (slips) near.push({ term, sections, slips });
  }
  near.sort((a, b) => a.slips - b.slips || b.sections - a.sections || compare(a.term, b.term));
  for (const { term, slips } of near.slice(0, MAX_NEAR)) {
    const stretch = await index.stretch(index.stretchOf(term));
    const at = stretch.find(term);
    if (at >= 0) addTerm(found, SLIPS[slips], stretch, at);
  }
}

const isMistyped = (word) => listOf(word) >= 0 || (lengthOf(word) > LONGEST_NEAR && ALPHABETIC.test(word));

// Which sections answer best: rank.rs.

const [MAX_HEADING, ABOVE, KEYWORD] = [12, 13, 14];
const STEPS = [
  68439, 71469, 74633, 77936, 81386, 84990, 88752, 92682, 96785, 101070, 105545, 110218, 115098, 120194, 125515,
];

function log(number) {
  const whole = 31 - Math.clz32(Math.max(number, 1));
  const part = Math.floor((Math.max(number, 1) * 65536) / 2 ** whole);
  const steps = STEPS.findIndex((step) => part < step);
  return 16 * whole + (steps < 0 ? STEPS.length : steps);
}

const rarity = (held, all) => Math.max(log(Math.floor((16 * (all + 1)) / (Math.min(held, all) + 1))) + 12 - 64, 0);

function rank(firsts, meanings, exact) {
  const counted = meanings.map((one) => count(firsts, one));
  const all = counted.reduce((sum, word) => sum + word.rarity, 0);
  const ranked = [];
  for (let page = 0; page + 1 < firsts.length; page++) {
    for (let section = firsts[page]; section < firsts[page + 1]; section++) {
      const found = score(counted, exact, all, page, section, firsts[page]);
      if (found) ranked.push(found);
    }
  }
  return ranked.sort((a, b) => b.score - a.score || a.section - b.section);
}

function count(firsts, { terms }) {
  const pages = firsts.length - 1;
  const sections = firsts[pages];
  const held = terms.reduce((sum, meant) => sum + meant.sections.numbers.length, 0);
  const counted = {
    rarity: rarity(held, sections),
    own: new Uint32Array(sections),
    heading: new Uint8Array(sections),
    title: new Uint32Array(pages),
  };
  for (const { factor, sections: { numbers, weights } } of terms) {
    let page = 0;
    for (let at = 0; at < numbers.length; at++) {
      const section = numbers[at];
      if (section >= sections) break;
      const role = weights[at] >> 4;
      const beside = role === 0 ? 0 : role === ABOVE ? 12 : role === KEYWORD ? 30 : 20 + Math.floor(100 / role);
      const value = (beside + 2 * (weights[at] & 15)) * factor;
      if (value > counted.own[section]) counted.own[section] = value;
      if (role >= 1 && role <= MAX_HEADING) {
        counted.heading[section] = role;
        while (firsts[page + 1] <= section) page += 1;
        if (firsts[page] === section) {
          const title = (10 + Math.floor(60 / role)) * factor;
          if (title > counted.title[page]) counted.title[page] = title;
        }
      }
    }
  }
  return counted;
}

function score(counted, exact, all, page, section, lead) {
  let [sum, met, inHeading, inTitle, length, isOwn] = [0, 0, 0, 0, 0, false];
  for (let at = 0; at < counted.length; at++) {
    const word = counted[at];
    const own = word.own[section];
    const title = section === lead ? 0 : word.title[page];
    if (exact[at] && own === 0) return null;
    if (own + title === 0) continue;
    if (own > 0) isOwn = true;
    met += word.rarity;
    sum += word.rarity * (own + (own > 0 ? Math.floor(title / 4) : title));
    if (word.heading[section] > 0) {
      inHeading += 1;
      length = word.heading[section];
    } else if (title > 0) {
      inTitle += 1;
    }
  }
  if (!isOwn) return null;
  let value = Math.floor((Math.floor((sum * met) / all) * met) / all);
  if (inHeading === counted.length) {
    value += Math.floor((value * Math.min(inHeading, length)) / length);
    if (inHeading >= length) value *= 2;
  } else if (inHeading + inTitle === counted.length && inHeading >= length && inHeading > 0) {
    value += Math.floor(value / 2);
  }
  return { section, score: value, isFull: met === all };
}

// The best passage: passage.rs.

const LENGTH = 32;
const BEFORE = 6;

function passage(text, answers) {
  const tokens = [];
  words(text, (term, start, end) => {
    const found = answers.get(term) ?? null;
    const last = tokens.at(-1);
    if (last && start < last.end && end <= last.end) {
      if (!last.answers && found) {
        last.answers = found;
        last.start = Math.min(last.start, start);
      }
      return;
    }
    const before = last ? Math.min(last.end, start) : 0;
    tokens.push({ start, end, answers: found, beginsBlock: before === 0 || text.slice(before, start).includes('\n') });
  });
  const first = bestToken(tokens);
  const last = Math.min(first + LENGTH, tokens.length);
  const marks = [];
  for (const token of tokens.slice(first, last)) {
    if (!token.answers) continue;
    const before = marks.at(-1);
    if (before && token.start <= before[1]) before[1] = token.end;
    else marks.push([token.start, token.end]);
  }
  return {
    start: first === 0 ? 0 : tokens[first].start,
    end: last === tokens.length ? text.length : tokens[last - 1].end,
    marks,
  };
}

function bestToken(tokens) {
  let [best, bestValue] = [0, 0];
  tokens.forEach((token, at) => {
    if (!token.answers) return;
    let first = at;
    while (first > 0 && at - first < BEFORE && !tokens[first].beginsBlock) first -= 1;
    const seen = new Set();
    let value = 0;
    for (let index = first; index < Math.min(first + LENGTH, tokens.length); index++) {
      const found = tokens[index].answers;
      if (found && !seen.has(found[0])) {
        seen.add(found[0]);
        value += found[1];
      }
    }
    if (value > bestValue) [best, bestValue] = [first, value];
  });
  return best;
}

/** Returns the best passage as pieces of text, each with whether it was looked for. */
function marked(text, answers) {
  const found = passage(text, answers);
  const pieces = [];
  const push = (piece, isMark) => { if (piece) pieces.push([piece.replaceAll('\n', ' '), isMark]); };
  if (found.start > 0) push('\u2026 ', false);
  let at = found.start;
  for (const [start, end] of found.marks) {
    push(text.slice(at, start), false);
    push(text.slice(start, end), true);
    at = end;
  }
  push(text.slice(at, found.end), false);
  if (found.end < text.length) push(' \u2026', false);
  return pieces;
}

/** Returns a text as pieces, each with whether it is one of `terms`. */
export function mark(text, terms) {
  const marks = [];
  words(text, (term, start, end) => {
    if (!terms.has(term)) return;
    const before = marks.at(-1);
    if (before && start <= before[1]) {
      before[0] = Math.min(before[0], start);
      before[1] = Math.max(before[1], end);
    } else {
      marks.push([start, end]);
    }
  });
  const pieces = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) pieces.push([text.slice(at, start), false]);
    pieces.push([text.slice(start, end), true]);
    at = end;
  }
  if (at < text.length) pieces.push([text.slice(at), false]);
  return pieces;
}
