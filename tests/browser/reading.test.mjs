// Reading with a keyboard, without script, on paper and on a slow line.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { launch } from './browser.mjs';
import { serve } from './server.mjs';
import { buildFixture, published } from './site.mjs';

const PHONE = { width: 360, height: 780 };
const DESKTOP = { width: 1280, height: 800 };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const theme of ['default', 'minimal']) {
  describe(`the ${theme} theme`, () => {
    let built;
    let server;
    before(async () => {
      built = await buildFixture(`theme = "${theme}"`);
      server = await serve(built.output);
    });
    after(async () => {
      await server?.close();
      await built?.remove();
    });

    async function open(path, options) {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      await page.goto(server.root + path);
      return page;
    }

    test('the first key shows the skip link, and it leads to the text', async () => {
      const page = await open('kitchen/everything/', { viewport: PHONE });
      const skip = page.locator('.skip');
      assert.equal(await isOnScreen(skip), false);
      await page.keyboard.press('Tab');
      assert.equal(await isOnScreen(skip), true);
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'd:main');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest('main'))), true);
      await page.context().close();
    });

    for (const viewport of [PHONE, DESKTOP]) {
      test(`every stop of the keyboard is seen at ${viewport.width} px`, async () => {
        const page = await open('kitchen/everything/', { viewport });
        const stops = await page.evaluate(() => document.querySelectorAll('a[href], button, summary, [tabindex="0"]').length);
        let seen = 0;
        for (let stop = 0; stop < stops + 1; stop++) {
          await page.keyboard.press('Tab');
          const focus = await page.evaluate(focused);
          if (!focus) break;
          assert.ok(focus.outlined, `no focus ring: ${focus.html}`);
          assert.ok(focus.uncovered, `covered or off the screen: ${focus.html}`);
          seen += 1;
        }
        assert.ok(seen > 20, `only ${seen} stops`);
        await page.context().close();
      });
    }

    test('it is read, and gone about in, without script', async () => {
      const page = await open('', { viewport: DESKTOP, javaScriptEnabled: false });
      await page.getByRole('main').getByRole('link', { name: 'everything a page can hold' }).click();
      await page.waitForURL(`${server.root}kitchen/everything/`);
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Everything a page can hold');
      await page.getByRole('navigation', { name: 'Handbook' }).getByRole('link', { name: 'Very many pages' }).click();
      await page.waitForURL(`${server.root}many/`);
      await page.goto(`${server.root}old/everything/`);
      await page.waitForURL(`${server.root}kitchen/everything/`);
      await page.context().close();
    });

    test('paper shows the text alone, in black on white', async () => {
      const page = await open('kitchen/everything/', { viewport: DESKTOP, colorScheme: 'dark' });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      for (const name of ['Handbook', 'Previous and next page']) {
        assert.equal(await page.getByRole('navigation', { name }).isVisible(), false, name);
      }
      assert.equal(await page.locator('.skip').isVisible(), false);
      assert.equal(await page.getByRole('heading', { level: 1 }).isVisible(), true);
      const [paper, ink] = await page.evaluate(() => {
        const style = getComputedStyle(document.body);
        return [style.backgroundColor, style.color].map((colour) => colour.match(/\d+/g).map(Number));
      });
      assert.ok(Math.min(...paper.slice(0, 3)) > 240, `paper is ${paper}`);
      assert.ok(Math.max(...ink.slice(0, 3)) < 60, `ink is ${ink}`);
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      await page.context().close();
    });

    test('it is light', async () => {
      const [style] = (await published(built.output)).filter((path) => path.endsWith('style.css'));
      const zipped = (path) => gzipSync(readFileSync(`${built.output}/${path}`)).length;
      assert.ok(zipped(style) <= 12 << 10, `style sheet: ${zipped(style)} bytes`);
      // Pages that have next to no text: all but it is the frame.
      for (const path of ['kitchen/nothing/index.html', 'many/page-050/index.html']) {
        assert.ok(zipped(path) <= 6 << 10, `${path}: ${zipped(path)} bytes`);
      }
    });
  });
}

describe('the menu of the default theme', () => {
  let built;
  let server;
  before(async () => {
    built = await buildFixture('');
    server = await serve(built.output);
  });
  after(async () => {
    await server?.close();
    await built?.remove();
  });

  // With script it is a drawer: see theme.test.mjs.
  test('opens and closes without script', async () => {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.root}many/page-050/`);
    const menu = page.locator('.nav summary');
    const link = page.locator('.nav').getByRole('link', { name: 'Languages' });
    assert.equal(await link.isVisible(), false);
    await menu.focus();
    await page.keyboard.press('Enter');
    assert.equal(await link.isVisible(), true);
    // The last link of a menu that is longer than the screen can be reached.
    await page.locator('.nav a').last().scrollIntoViewIfNeeded();
    assert.equal(await isOnScreen(page.locator('.nav a').last()), true);
    await menu.focus();
    await page.keyboard.press('Enter');
    assert.equal(await link.isVisible(), false);
    await menu.click();
    await link.click();
    await page.waitForURL(`${server.root}languages/`);
    await context.close();
  });

  test('is always open beside the text', async () => {
    const context = await browser.newContext({ viewport: DESKTOP });
    const page = await context.newPage();
    await page.goto(`${server.root}many/page-050/`);
    assert.equal(await page.locator('.nav summary').isVisible(), false);
    assert.equal(await page.locator('.nav').getByRole('link', { name: 'Languages' }).isVisible(), true);
    await context.close();
  });
});

test('a handbook in a language from right to left is laid out that way', async () => {
  const built = await buildFixture('language = "ar"');
  const server = await serve(built.output);
  const page = await browser.newPage({ viewport: DESKTOP });
  await page.goto(`${server.root}languages/arabic/`);
  const rail = await page.locator('.rail').boundingBox();
  const main = await page.locator('main').boundingBox();
  assert.ok(rail.x >= main.x + main.width - 1, 'the navigation is on the right');
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overhang <= 0);
  await page.close();
  await server.close();
  await built.remove();
});

async function isOnScreen(locator) {
  const box = await locator.boundingBox();
  const { width, height } = locator.page().viewportSize();
  return box !== null && box.y + box.height > 0 && box.y < height && box.x + box.width > 0 && box.x < width;
}

/** Runs in the page: whether the focused element has a ring, and its middle is not covered. */
function focused() {
  const element = document.activeElement;
  if (element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const boxes = [...element.getClientRects()];
  const uncovered = boxes.some(({ left, top, width, height }) => {
    const x = Math.min(left + width / 2, innerWidth - 2);
    const found = document.elementFromPoint(x, Math.min(top + height / 2, innerHeight - 2));
    return found !== null && (element.contains(found) || found.contains(element));
  });
  return {
    html: element.outerHTML.slice(0, 120),
    outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    uncovered,
  };
}
