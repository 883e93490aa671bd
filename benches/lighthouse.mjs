// What Lighthouse says of pages of our own handbook, on its mobile settings: a table of scores, and
// what took points away. Not a test: the score for speed depends on the machine.
//
//   npm install --no-save --prefix /tmp/lighthouse lighthouse@12
//   cargo run --release -- build --out /tmp/handbook
//   node benches/lighthouse.mjs /tmp/lighthouse /tmp/handbook [PAGE ...]

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { serve } from '../tests/browser/server.mjs';

const PAGES = [
  '',
  'vision/triggers/',
  'daring/impostor-syndrome/',
  'ladder/',
  'ladder/staff/',
  'ladder/changes/senior-to-staff/',
  'ladder/compare/',
  'map/',
  'search/',
  'tags/delivery/',
];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

const [tool, folder, ...chosen] = process.argv.slice(2);
const server = await serve(folder);
console.log(`${'page'.padEnd(34)} ${CATEGORIES.map((name) => name.padStart(14)).join(' ')}`);
for (const path of chosen.length > 0 ? chosen : PAGES) {
  const report = await look(server.root + path);
  const scores = CATEGORIES.map((name) => Math.round(report.categories[name].score * 100));
  console.log(`/${path.padEnd(33)} ${scores.map((score) => String(score).padStart(14)).join(' ')}`);
  for (const reason of reasons(report)) console.log(`    ${reason}`);
}
await server.close();

async function look(address) {
  const { stdout } = await promisify(execFile)(
    join(tool, 'node_modules/.bin/lighthouse'),
    [
      address,
      '--quiet',
      '--output=json',
      `--only-categories=${CATEGORIES}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    { env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium' }, maxBuffer: 1e9 },
  );
  return JSON.parse(stdout);
}

/** Audits with a weight that are not passed, with the first places. */
function reasons(report) {
  const weighted = CATEGORIES.flatMap((name) => report.categories[name].auditRefs.filter(({ weight }) => weight > 0));
  const failed = weighted.map(({ id }) => report.audits[id]).filter(({ score }) => score !== null && score < 0.9);
  return failed.flatMap(({ id, title, displayValue, details }) => {
    const places = (details?.items ?? []).slice(0, 3).map((item) => `  ${item.node?.snippet ?? item.url ?? JSON.stringify(item)}`);
    return [`${id}: ${title} ${displayValue ?? ''}`.trimEnd(), ...places];
  });
}
