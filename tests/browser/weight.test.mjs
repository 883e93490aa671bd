// What a first view weighs, beside what the default themes of other tools weigh.
//
// Everything that an ordinary page asks for is counted, as a server sends it compressed (gzip, level 9).
// The figures of the others, in KB, are the ones that issue 7 names as published.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { launch } from './browser.mjs';
import { serve } from './server.mjs';
import { buildFixture, buildOwn } from './site.mjs';

const OTHERS = [
  { name: 'Starlight', style: 17, script: 10 },
  { name: 'VitePress', style: 20, script: 62 },
  { name: 'Material for MkDocs', style: 25, script: 35 },
  { name: 'Zensical', style: 24, script: 54 },
  { name: 'mdBook', style: 12, script: 57 },
];
const BUDGET = { style: 12 << 10, script: 8 << 10, frame: 6 << 10 };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const kilobytes = (bytes) => (bytes / 1024).toFixed(1);

/** What a page asks for before anybody does anything: bytes of style and script, and any other file. */
async function firstView(root, path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const sum = { style: 0, script: 0, fonts: 0, files: [] };
  const bodies = [];
  page.on('response', (response) => {
    const kind = { stylesheet: 'style', script: 'script', font: 'fonts' }[response.request().resourceType()];
    if (!kind) return;
    sum.files.push(response.url().split('/').pop());
    bodies.push(response.body().then((body) => { sum[kind] += zipped(body); }));
  });
  await page.goto(root + path, { waitUntil: 'networkidle' });
  await Promise.all(bodies);
  await context.close();
  return sum;
}

test('a first view is lighter than that of any other tool', async (t) => {
  const rows = [];
  for (const [name, build, path, budget] of [
    ['Daring', buildFixture, 'kitchen/everything/', BUDGET],
    ['Daring, a page of a ladder', buildOwn, 'ladder/staff/', { style: 2 * BUDGET.style, script: 1.5 * BUDGET.script }],
  ]) {
    const built = await build('');
    const server = await serve(built.output);
    const sum = await firstView(server.root, path);
    await server.close();
    await built.remove();
    rows.push({ name, style: kilobytes(sum.style), script: kilobytes(sum.script) });
    const files = `${name}: ${sum.files.join(', ')}`;
    assert.ok(sum.style > 0 && sum.style <= budget.style, `style: ${sum.style} bytes; ${files}`);
    assert.ok(sum.script > 0 && sum.script <= budget.script, `script: ${sum.script} bytes; ${files}`);
    assert.equal(sum.fonts, 0, files);
  }
  const [{ style, script }] = rows;
  for (const other of OTHERS) {
    assert.ok(Number(style) <= other.style && Number(script) < other.script, `not lighter than ${other.name}`);
  }
  const line = ({ name, style, script }) => `${name.padEnd(28)} ${String(style).padStart(6)} ${String(script).padStart(7)}`;
  const table = [{ name: 'KB, gzip', style: 'style', script: 'script' }, ...rows, ...OTHERS].map(line);
  for (const row of table) t.diagnostic(row);
});

test('the frame around a page that says nothing is light', async (t) => {
  const built = await buildFixture('');
  for (const path of ['kitchen/nothing/index.html', 'many/page-050/index.html', '404.html']) {
    const size = zipped(readFileSync(`${built.output}/${path}`));
    t.diagnostic(`${path}: ${kilobytes(size)} KB`);
    assert.ok(size <= BUDGET.frame, `${path}: ${size} bytes`);
  }
  await built.remove();
});
