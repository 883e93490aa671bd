// Terms of the glossary: a link without script; with it, what the term means on hover, focus and tap.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { AXE, launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { build } from './site.mjs';

const FILES = {
  'handbook.toml': 'title = "Terms"\n',
  'content/index.md': `---
terms:
  - term: Way back
    definition: What restores data, \\<promises> & trust.
---
# Home
`,
  'content/page.md': `# Page

Nothing is shipped without a way back. Then comes the [last mile](mile.md).

## Below

Two more: the way back, and a last mile.
`,
  'content/by-hand.md': `# By hand

Nothing without [[term:way back|one]], and none beside it: a way back.
`,
  'content/mile.md': `---
title: The last mile
description: Everything until people rely on it.
terms:
  - term: Last mile
---
Words.
`,
};

let browser;
let site;
let root;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'daring-terms-'));
  await mkdir(join(root, 'content'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(root, name), text);
  site = await serve(await build(root), '/base/');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await rm(root, { recursive: true, force: true });
});

async function open(path, options, use) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  try {
    const { page, faults } = await watchedPage(context, site.root);
    await page.goto(`${site.root}${path}`);
    await use(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

const note = (page) => page.locator('.term-note');

describe('a term', () => {
  test('is a link with a description when scripts are off', async () => {
    await open('page/', { javaScriptEnabled: false }, async (page) => {
      const terms = page.locator('a.term');
      assert.deepEqual(await terms.allTextContents(), ['way back', 'way back', 'last mile']);
      const described = await terms.first().getAttribute('aria-describedby');
      const text = await page.locator(`[id="${described}"]`).textContent();
      assert.equal(text.trim(), 'Way back What restores data, <promises> & trust.');
      await terms.last().click();
      assert.equal(await page.locator('h1').textContent(), 'The last mile');
    });
  });

  test('says what it means on focus, and Escape closes it', async () => {
    await open('page/', {}, async (page) => {
      await page.locator('main').focus();
      for (let presses = 0; presses < 20; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement.className === 'term')) break;
      }
      assert.match(await note(page).textContent(), /What restores data, <promises> & trust\./);
      assert.ok(await note(page).isVisible());
      await page.keyboard.press('Escape');
      assert.ok(!(await note(page).isVisible()));
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'way back');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/base/');
    });
  });

  test('says what it means under the pointer, which may go there', async () => {
    await open('page/', { viewport: { width: 360, height: 640 } }, async (page) => {
      await page.locator('a.term').first().hover();
      await note(page).waitFor({ state: 'visible' });
      const box = await note(page).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
      await note(page).hover();
      await page.waitForTimeout(400);
      assert.ok(await note(page).isVisible());
      await page.mouse.move(1, 1);
      await note(page).waitFor({ state: 'hidden' });
    });
  });

  test('means the same where it is referred to by hand, and no preview covers it', async () => {
    await open('by-hand/', {}, async (page) => {
      const terms = page.locator('a.term');
      assert.deepEqual(await terms.allTextContents(), ['one']);
      await terms.first().hover();
      await note(page).waitFor({ state: 'visible' });
      assert.match(await note(page).textContent(), /^Way back What restores data/);
      await page.waitForTimeout(800);
      assert.equal(await page.locator('.preview').count(), 0);
      await terms.first().click();
      await page.waitForURL('**/glossary/#way-back');
    });
  });

  test('says what it means at the first tap and leads on at the second', async () => {
    await open('page/', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } }, async (page) => {
      const term = page.locator('a.term').last();
      await term.tap();
      await note(page).waitFor({ state: 'visible' });
      assert.match(page.url(), /page\/$/);
      await page.locator('h1').tap();
      assert.ok(!(await note(page).isVisible()));
      await term.tap();
      await term.tap();
      await page.waitForURL('**/mile/');
    });
  });
});

describe('the glossary', () => {
  test('lists every term with its anchor and the pages that use it', async () => {
    await open('glossary/', {}, async (page) => {
      assert.deepEqual(await page.locator('dt').allTextContents(), ['Last mile', 'Way back']);
      assert.equal(await page.locator('#way-back').count(), 1);
      assert.deepEqual(await page.locator('.uses a').allTextContents(), ['Page', 'By hand', 'Page']);
      assert.ok(await page.locator('nav.nav a').count() > 0);
    });
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`is accessible, as are pages with terms and mentions, ${colorScheme}`, async () => {
      for (const path of ['glossary/', 'page/', 'mile/']) {
        await open(path, { colorScheme, viewport: { width: 360, height: 640 }, bypassCSP: true }, async (page) => {
          for (const details of await page.locator('details.mentions').all()) {
            await details.evaluate((element) => { element.open = true; });
          }
          await page.evaluate(AXE);
          const found = await page.evaluate(() => globalThis.axe.run());
          const rules = found.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`);
          assert.deepEqual(rules, [], path);
        });
      }
    });
  }
});
