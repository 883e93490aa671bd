#!/usr/bin/env node
// How well, and at what cost, headings are found by their words.
//
//     node benches/search.mjs DARING HANDBOOK [--pagefind FOLDER] [--every N]
//
// Builds HANDBOOK with and without a search, then types each heading that is unique: whole, with one slip in its
// longest word, and with the first half of its last word. It is found when its section is among the first three
// results. The questions are drawn with a fixed seed, and none of them was looked at when the ranking was made.
//
// With --pagefind, the folder of a `node_modules` that holds `pagefind` (1.6 was compared): the same site, the
// same questions, asked in the Chromium of the tests. Its results are pages with sections below; one counts when
// the section is among the first three sections, or, in brackets, anywhere below the first three pages.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [daring, handbook, ...flags] = process.argv.slice(2);
if (!handbook) throw new Error('usage: search.mjs DARING HANDBOOK [--pagefind FOLDER] [--every N]');
const flag = (name) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : undefined);
const every = Number(flag('--every') ?? 1);
const { Index } = await import(join(here, '../themes/default/assets/search-engine.js'));

const folder = mkdtempSync(join(tmpdir(), 'daring-search-'));
const output = join(folder, 'site');
const seconds = (run) => {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
};

function build(root) {
  try {
    execFileSync(daring, ['build', '--quiet', '--root', root, '--out', output], { stdio: 'ignore' });
  } catch (error) {
    if (error.status !== 0) throw error;
  }
}

const filesOf = (path) => readdirSync(path, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
const bytesOf = (paths) => paths.reduce((sum, path) => sum + statSync(path).size, 0);
const per = (part, all) => `${((100 * part) / all).toFixed(1)} % (${part} of ${all})`;
const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Numbers that look random and are the same in every run. */
function* numbers(state = 20261127) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}
const random = numbers();
const below = (most) => Math.floor(random.next().value * most);

const wordsOf = (heading) => heading.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function slip(words) {
  const longest = words.reduce((best, word, at) => ([...word].length >= [...words[best]].length ? at : best), 0);
  const letters = [...words[longest]];
  if (letters.length < 4) return null;
  const at = below(letters.length);
  const letter = String.fromCharCode(97 + below(26));
  const kind = below(4);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, letter);
  else if (kind === 2) letters[at] = letter === letters[at] ? 'q' : letter;
  else [letters[Math.min(at, letters.length - 2)], letters[Math.min(at, letters.length - 2) + 1]] = [letters[Math.min(at, letters.length - 2) + 1], letters[Math.min(at, letters.length - 2)]];
  return words.with(longest, letters.join('')).join(' ') + ' ';
}

function half(words) {
  const last = [...words.at(-1)];
  return words.with(-1, last.slice(0, Math.ceil(last.length / 2)).join('')).join(' ');
}

// What the index costs: builds with and without it take turns, each from nothing.
const without = join(folder, 'without');
cpSync(handbook, without, { recursive: true, filter: (path) => !/\/(\.git|target|node_modules|public)$/.test(path) });
const settings = join(without, 'handbook.toml');
// A folder without settings has its mistakes as warnings; with a file of settings that has to be said.
const codes = execFileSync(daring, ['explain'], { encoding: 'utf8' }).match(/\b[a-z-]+\/[a-z-]+\b/g);
const lenient = `[lints]\n${[...new Set(codes)].map((code) => `"${code}" = "warn"\n`).join('')}`;
writeFileSync(settings, `${existsSync(settings) ? readFileSync(settings, 'utf8') : lenient}\n[search]\nenabled = false\n`);
const times = [[], []];
for (let turn = 0; turn < 3; turn++) {
  for (const [at, root] of [handbook, without].entries()) {
    rmSync(output, { recursive: true, force: true });
    times[at].push(seconds(() => build(root)));
  }
}
rmSync(output, { recursive: true, force: true });
build(handbook);
const [indexTime, plainTime] = times.map((all) => percentile(all, .5));
const searchFolder = join(output, 'search');
const read = (loaded) => async (name) => {
  const bytes = readFileSync(join(searchFolder, name));
  loaded?.set(name, bytes.length);
  return new Uint8Array(bytes);
};
const index = await new Index(read()).open();

const places = [];
for (let page = 0; page < index.pages; page++) {
  const { href, title, sections } = await index.head(page);
  sections.forEach(({ heading, anchor }, at) => {
    const name = at === 0 ? title : heading;
    if (wordsOf(name).length) places.push({ name, place: anchor ? `${href}#${anchor}` : href });
  });
}
const counts = new Map();
for (const { name } of places) counts.set(wordsOf(name).join(' '), (counts.get(wordsOf(name).join(' ')) ?? 0) + 1);
const unique = places.filter(({ name }) => counts.get(wordsOf(name).join(' ')) === 1).filter((_, at) => at % every === 0);
const questions = {
  'whole heading': unique.map(({ name, place }) => [wordsOf(name).join(' ') + ' ', place]),
  'one slip': unique.map(({ name, place }) => [slip(wordsOf(name)), place]).filter(([query]) => query),
  'half of the last word': unique.map(({ name, place }) => [half(wordsOf(name)), place]),
};

console.log(`${handbook}: ${index.pages} pages, ${index.firsts.at(-1)} sections, ${unique.length} unique headings asked`);
console.log('\nDaring');
const own = filesOf(searchFolder).filter((path) => path.endsWith('.bin'));
console.log(`  build with index ${indexTime.toFixed(2)} s, without ${plainTime.toFixed(2)} s (${(indexTime / plainTime).toFixed(2)} times as long); index: ${own.length} files, ${(bytesOf(own) / 1024).toFixed(0)} KiB`);
for (const [kind, asked] of Object.entries(questions)) {
  let hits = 0;
  const start = performance.now();
  for (const [query, place] of asked) {
    const { groups } = await index.ask(query, 3);
    const rows = groups.flatMap(({ href, rows }) => rows.map(({ anchor }) => (anchor ? `${href}#${anchor}` : href)));
    if (rows.slice(0, 3).includes(place)) hits += 1;
  }
  console.log(`  ${kind}: ${per(hits, asked.length)}; ${((performance.now() - start) / asked.length).toFixed(1)} ms each`);
}
const scripts = ['search.js', 'search-engine.js', 'search.css'].map((name) => gzip(join(here, '../themes/default/assets', name)));
const script = scripts.reduce((sum, bytes) => sum + bytes, 0);
const firsts = [];
for (const [query] of questions['whole heading'].filter((_, at) => at % 5 === 0)) {
  const loaded = new Map();
  await (await new Index(read(loaded)).open()).ask(query, 1);
  firsts.push([...loaded.values()].reduce((sum, bytes) => sum + bytes, 0));
}
const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
console.log(`  bytes for the first result: median ${kib(percentile(firsts, .5))}, 95th percentile ${kib(percentile(firsts, .95))}, most ${kib(Math.max(...firsts))}; and once ${kib(script)} of script and style (gzip)`);

function gzip(path) {
  return execFileSync('gzip', ['-9', '-c', path]).length;
}

if (flag('--pagefind')) await pagefind(resolve(flag('--pagefind')));
rmSync(folder, { recursive: true, force: true });

async function pagefind(modules) {
  console.log('\nPagefind');
  const time = seconds(() => execFileSync(join(modules, '.bin/pagefind'), ['--site', output], { stdio: 'ignore' }));
  const theirs = filesOf(join(output, 'pagefind'));
  const data = theirs.filter((path) => /\.pf_|pagefind-entry/.test(path));
  console.log(`  indexing: ${time.toFixed(2)} s; index: ${data.length} files, ${kib(bytesOf(data))} without its program`);
  const { launch } = await import(join(here, '../tests/browser/browser.mjs'));
  const { serve } = await import(join(here, '../tests/browser/server.mjs'));
  const { createServer } = await import('node:http');
  const files = await serve(output);
  // Their program needs WebAssembly, which the policy of our tests forbids.
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url, files.root));
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const root = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    let loaded = 0;
    page.on('response', async (response) => {
      if (!response.url().includes('/pagefind/')) return;
      const body = await response.body().catch(() => Buffer.alloc(0));
      const isText = /\.(js|json|css)$/.test(new URL(response.url()).pathname);
      loaded += isText ? gzipOf(body) : body.length;
    });
    await page.goto(`${root}404.html`);
    await page.evaluate(async () => { globalThis.pf = await import('/pagefind/pagefind.js'); await globalThis.pf.init(); });
    const ask = (query) => page.evaluate(async (query) => {
      const { results } = await globalThis.pf.search(query);
      const shown = await Promise.all(results.slice(0, 3).map((result) => result.data()));
      return shown.map(({ url, sub_results: below }) => [url, ...below.map((one) => one.url)]);
    }, query);
    const plain = (url) => decodeURI(new URL(url, root).href.slice(root.length));
    for (const [kind, asked] of Object.entries(questions)) {
      let [strict, loose] = [0, 0];
      for (const [query, place] of asked) {
        const pages = await ask(query);
        const wanted = decodeURI(place);
        // The first address is that of the page itself; below it the best sections come first in their list of three.
        const rows = pages.flatMap(([url, ...sections]) => (sections.length ? sections.slice(0, 3) : [url]).map(plain));
        if (rows.slice(0, 3).includes(wanted)) strict += 1;
        if (pages.flat().map(plain).includes(wanted)) loose += 1;
      }
      console.log(`  ${kind}: ${per(strict, asked.length)} [${per(loose, asked.length)}]`);
    }
    const firsts = [];
    for (const [query] of questions['whole heading'].filter((_, at) => at % 25 === 0)) {
      const fresh = await context.newPage();
      loaded = 0;
      fresh.on('response', async (response) => {
        if (!response.url().includes('/pagefind/')) return;
        const body = await response.body().catch(() => Buffer.alloc(0));
        loaded += /\.(js|json|css)$/.test(new URL(response.url()).pathname) ? gzipOf(body) : body.length;
      });
      await fresh.goto(`${root}404.html`);
      await fresh.evaluate(async (query) => {
        const pf = await import('/pagefind/pagefind.js');
        const { results } = await pf.search(query);
        await results[0]?.data();
      }, query);
      await fresh.waitForTimeout(50);
      firsts.push(loaded);
      await fresh.close();
    }
    console.log(`  bytes for the first result: median ${kib(percentile(firsts, .5))}, 95th percentile ${kib(percentile(firsts, .95))}, most ${kib(Math.max(...firsts))}, its program included`);
  } finally {
    await browser.close();
    server.close();
    await files.close();
  }
}

function gzipOf(body) {
  return execFileSync('gzip', ['-9', '-c'], { input: body, maxBuffer: 1 << 28 }).length;
}
