// The published sites are valid HTML and CSS, by the Nu HTML checker.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

import { NU } from './browser.mjs';
import { buildFixture, buildOwn, published } from './site.mjs';

// The checker does not know View Transitions (CSS View Transitions Module Level 2), highlights (CSS Custom
// Highlight API Module Level 1) and timelines of scrolling (Scroll-driven Animations) yet.
const isNews = ({ message, extract }) => /view-transition|animation-timeline/.test(message) || /ht\(daring-found\)/.test(extract);

const SITES = { 'this handbook': buildOwn, 'the fixture': buildFixture };

/** Runs the checker. Resolves to its complaints; remarks without consequence are left out. */
function complaints(files) {
  const options = ['-jar', NU, '--format', 'json', '--errors-only', '--also-check-css', ...files];
  return new Promise((resolve, reject) => {
    execFile('java', options, { maxBuffer: 64 << 20 }, (error, _, report) => {
      if (error && error.code !== 1) return reject(error);
      const found = report ? JSON.parse(report).messages.filter((one) => !isNews(one)) : [];
      resolve(found.map(({ url, lastLine, message, extract }) => `${url}:${lastLine}: ${message} ${extract ?? ''}`));
    });
  });
}

for (const theme of ['default', 'minimal']) {
  for (const [name, build] of Object.entries(SITES)) {
    test(`${name} in the ${theme} theme`, async () => {
      const { output, remove } = await build(`theme = "${theme}"`);
      const files = (await published(output)).filter((path) => /\.(html|css)$/.test(path));
      assert.deepEqual(await complaints(files.map((path) => join(output, path))), []);
      await remove();
    });
  }
}
