// Every kind of page, in both themes, at three widths, light and dark: what a reader owes nothing
// for. Accessible, quiet on the console, of one origin, never wider than the screen.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { AXE, launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { buildFixture, buildOwn } from './site.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [360, 768, 1440];
const SCHEMES = ['light', 'dark'];

const SITES = {
  'this handbook': {
    build: buildOwn,
    pages: [
      '',
      'role/',
      'daring/self-work/',
      'start/glossary/',
      'templates/risk-matrix/',
      'ladder/',
      'ladder/staff/',
      'ladder/risk/',
      'ladder/self-knowledge/',
      'ladder/changes/senior-to-staff/',
      'ladder/changes/senior-to-em/',
      'ladder/compare/?a=senior&b=em',
      'ladder/backend/',
      'ladder-2026-1/',
      'paths/',
      'paths/new-in-the-role/',
      'vision/triggers/?path=new-in-the-role',
      'map/',
      'search/?q=influence',
      'tags/',
      'tags/delivery/',
      '404.html',
    ],
  },
  'the fixture': {
    build: buildFixture,
    pages: [
      '',
      'kitchen/',
      'kitchen/everything/',
      'kitchen/own-heading/',
      'kitchen/nothing/',
      'kitchen/long-words/',
      'kitchen/draft/',
      'kitchen/poster/',
      'languages/arabic/',
      'languages/chinese/',
      'deep/one/',
      'deep/one/two/three/page/',
      'many/',
      'many/page-050/',
      'old/everything/',
      'search/',
      '404.html',
    ],
  },
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const theme of ['default', 'minimal']) {
  for (const [name, { build, pages }] of Object.entries(SITES)) {
    // Most of the time of a page goes into waiting until it is quiet.
    describe(`${name} in the ${theme} theme`, { concurrency: 3 }, () => {
      let built;
      let server;
      before(async () => {
        built = await build(`theme = "${theme}"`);
        server = await serve(built.output);
      });
      after(async () => {
        await server?.close();
        await built?.remove();
      });

      for (const path of pages) {
        test(`/${path}`, () => lookAt(server.root, path));
      }
    });
  }
}

async function lookAt(root, path) {
  for (const colorScheme of SCHEMES) {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const { page, faults } = await watchedPage(context, root);
    await stayOnRedirects(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(root + path);
      const where = `${path} at ${width} px, ${colorScheme}`;
      assert.deepEqual(await violations(page), [], where);
      assert.ok(await overhang(page) <= 0, `${where} is ${await overhang(page)} px too wide`);
      // A page that is left before all of it is there makes failures that are nobody's.
      await page.waitForLoadState('networkidle');
    }
    await page.setViewportSize({ width: 320, height: 640 });
    assert.ok(await overhang(page) <= 0, `${path} at 320 px is ${await overhang(page)} px too wide`);
    assert.deepEqual(await shape(page), { headings: 1, repeated: [], inline: [] }, path);
    assert.deepEqual(faults, [], path);
    await context.close();
  }
}

/** Takes what leads on out of redirects, which a reader sees when the browser does not follow it. */
async function stayOnRedirects(page) {
  await page.route('**/old/**', async (route) => {
    const response = await route.fetch();
    const ways = /<meta http-equiv="refresh"[^>]*>|<script src="[^"]*redirect\.js"[^>]*><\/script>/g;
    const body = (await response.text()).replaceAll(ways, '');
    await route.fulfill({ response, body });
  });
}

/**
 * A wide table that an author wrote in HTML scrolls by itself, and nothing around it takes the focus.
 * That is wrong in a browser that does not let the keyboard scroll such a region of its own accord;
 * Chromium and Firefox do. Tables of Markdown have a frame that takes the focus.
 */
function isTableByHand({ id, nodes }) {
  return id === 'scrollable-region-focusable' && nodes.every((node) => node.html.startsWith('<table'));
}

async function violations(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }),
    RULES,
  );
  const unknown = violations.filter((violation) => !isTableByHand(violation));
  return unknown.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
}

/** By how many pixels the page is wider than the window. */
function overhang(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

function shape(page) {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const styled = document.querySelectorAll('[style], style, script:not([src], [type="application/ld+json"]), [onclick], [onload]');
    return {
      headings: document.querySelectorAll('h1').length,
      repeated: ids.filter((id, index) => ids.indexOf(id) !== index),
      inline: [...styled].map((element) => element.outerHTML),
    };
  });
}
