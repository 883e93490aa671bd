// What our own handbook draws and hands out: readable on a phone, in the dark and on paper.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { buildOwn } from './site.mjs';

const PHONE = { width: 360, height: 740 };
const PAPER = { width: 794, height: 1123 };
const DRAWINGS = ['vision/triggers/', 'evidence/choose-the-instrument/', 'delivery/last-mile/'];

let browser;
let built;
let server;
before(async () => {
  browser = await launch();
  built = await buildOwn();
  server = await serve(built.output);
});
after(async () => {
  await browser?.close();
  await server?.close();
  await built?.remove();
});

/** Opens a page of the site, does something with it, and closes it. */
async function at(path, options, look) {
  const context = await browser.newContext(options);
  const { page, faults } = await watchedPage(context, server.root);
  await page.goto(server.root + path);
  await look(page);
  assert.deepEqual(faults, []);
  await context.close();
}

/** The texts of the drawing of a page: their size in pixels, their contrast, whether they stick out. */
function drawn(page) {
  return page.evaluate(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if ((channels(colour)[3] ?? 1) > 0) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const svg = document.querySelector('main figure svg[role="img"]');
    const [scale, room] = [svg.getScreenCTM().a, svg.viewBox.baseVal];
    return [...svg.querySelectorAll('text')].map((text) => {
      const box = text.getBBox();
      const style = getComputedStyle(text);
      const [one, other] = [light(style.fill), light(behind(svg))].sort((a, b) => b - a);
      return {
        text: text.textContent,
        size: parseFloat(style.fontSize) * scale,
        contrast: (one + 0.05) / (other + 0.05),
        inside: box.x >= 0 && box.x + box.width <= room.width && box.y >= 0 && box.y + box.height <= room.height,
      };
    });
  });
}

describe('drawings', () => {
  for (const path of DRAWINGS) {
    for (const [where, options, media] of [
      ['on a phone', { viewport: PHONE }, 'screen'],
      ['on a phone in the dark', { viewport: PHONE, colorScheme: 'dark' }, 'screen'],
      ['on paper', { viewport: PAPER }, 'print'],
      ['on paper, from a dark screen', { viewport: PAPER, colorScheme: 'dark' }, 'print'],
    ]) {
      test(`${path} is readable ${where}`, () => at(path, options, async (page) => {
        await page.emulateMedia({ media });
        const texts = await drawn(page);
        assert.ok(texts.length > 5, 'the drawing has words');
        const bad = texts.filter(({ size, contrast, inside }) => size < 12 || contrast < 7 || !inside);
        assert.deepEqual(bad, []);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= options.viewport.width, `the page is ${width} pixels wide`);
      }));
    }
  }

  test('the risk matrix needs no scrolling on a phone', () => at('delivery/risk/', { viewport: PHONE }, async (page) => {
    const hidden = await page.$$eval('main table', (tables) => tables.map((table) => table.scrollWidth - table.parentElement.clientWidth));
    assert.equal(hidden.length, 2);
    assert.ok(hidden.every((pixels) => pixels <= 0), `hidden: ${hidden} pixels`);
  }));
});

describe('forms', () => {
  /** Does something with the page of each form. */
  async function each(look) {
    const forms = [];
    await at('templates/', { viewport: PAPER }, async (page) => {
      forms.push(...(await page.$$eval('main td a', (links) => links.map((link) => link.getAttribute('href')))));
    });
    assert.equal(forms.length, 13);
    for (const form of forms) await at(`templates/${form}`, { viewport: PAPER }, look);
  }

  test('each is on its page and is a file', () => each(async (page) => {
    const form = page.locator('main a[download]');
    const response = await page.request.get(new URL(await form.getAttribute('href'), page.url()).href);
    assert.equal(response.status(), 200);
    assert.equal((await response.text()).trim(), (await page.locator('main pre code').first().textContent()).trim());
  }));

  test('each fits on paper', () => each(async (page) => {
    await page.emulateMedia({ media: 'print' });
    const wide = await page.$$eval('main pre, main table', (all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.tagName));
    assert.deepEqual(wide, [], page.url());
  }));
});
