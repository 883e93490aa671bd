// Previews of links, reading paths and the map: by keyboard, by pointer, by finger, and without script.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { hold, launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { buildOwn } from './site.mjs';

const PAGE = 'vision/first-principles/';
const SOON = { timeout: 5_000 };

let browser;
let built;
let server;
before(async () => {
  browser = await launch();
  built = await buildOwn();
  server = await serve(built.output, '/some/base/');
});
after(async () => {
  await browser?.close();
  await server?.close();
  await built?.remove();
});

/** Opens a page of the handbook, and hands it on with what went wrong on it. */
async function open(path, options) {
  const context = await browser.newContext(options);
  const watched = await watchedPage(context, server.root);
  const asked = [];
  watched.page.on('request', (request) => asked.push(request.url()));
  await watched.page.goto(server.root + path);
  const close = async () => {
    await watched.page.unrouteAll({ behavior: 'wait' });
    await context.close();
  };
  return { ...watched, asked, close };
}

const preview = (page) => page.locator('.preview');
const link = (page) => page.locator('.content a[href*="data-first"]').first();

/** Sends the focus to a link as Tab does. */
async function tabTo(page, one) {
  await one.evaluate((link) => {
    const before = document.createElement('button');
    link.before(before);
    before.focus();
  });
  await page.keyboard.press('Tab');
  assert.equal(await one.evaluate((link) => link === document.activeElement), true);
}

describe('previews', () => {
  test('the focus shows what a link leads to, and Escape puts it away', async () => {
    const { page, faults, asked, close } = await open(PAGE);
    assert.equal(asked.some((url) => url.includes('/previews/')), false, 'something was fetched before it was wanted');
    await tabTo(page, link(page));
    await preview(page).waitFor(SOON);
    assert.match(await preview(page).innerText(), /^Data first\s+\S+/);
    assert.equal(await link(page).getAttribute('aria-describedby'), await preview(page).getAttribute('id'));
    assert.equal(asked.filter((url) => url.includes('/previews/')).length, 1);
    await page.keyboard.press('Escape');
    assert.equal(await preview(page).count(), 0);
    assert.equal(await link(page).evaluate((one) => one === document.activeElement && !one.hasAttribute('aria-describedby')), true);
    await page.keyboard.press('Tab');
    assert.equal(await link(page).evaluate((one) => one === document.activeElement), false, 'Tab goes on');
    assert.deepEqual(faults, []);
    await close();
  });

  test('the pointer can go into a preview, and leaves it behind', async () => {
    const { page, faults, close } = await open(PAGE, { viewport: { width: 1280, height: 800 } });
    await link(page).hover();
    await preview(page).waitFor(SOON);
    const box = await preview(page).boundingBox();
    await page.mouse.move(box.x + 20, box.y + box.height / 2, { steps: 5 });
    await page.waitForTimeout(800);
    assert.equal(await preview(page).count(), 1, 'it stays under the pointer');
    await page.mouse.move(5, 5);
    await preview(page).waitFor({ state: 'detached', ...SOON });
    assert.deepEqual(faults, []);
    await close();
  });

  test('a pointer that only passes shows nothing', async () => {
    const { page, asked, close } = await open(PAGE);
    await link(page).hover();
    await page.mouse.move(5, 5);
    await page.waitForTimeout(700);
    assert.equal(await preview(page).count(), 0);
    assert.equal(asked.some((url) => url.includes('/previews/')), false);
    await close();
  });

  test('a long press shows it and follows no link, a tap follows the link', async () => {
    const { page, close } = await open(PAGE, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 780 } });
    const session = await page.context().newCDPSession(page);
    await link(page).scrollIntoViewIfNeeded();
    const box = await link(page).boundingBox();
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await preview(page).waitFor(SOON);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.waitForTimeout(300);
    assert.ok(page.url().endsWith(PAGE), page.url());
    const shown = await preview(page).boundingBox();
    assert.ok(shown.x >= 0 && shown.x + shown.width <= 360, 'it is on the screen');
    await page.touchscreen.tap(20, shown.y > 400 ? 200 : 700);
    assert.equal(await preview(page).count(), 0, 'a tap elsewhere puts it away');
    await link(page).tap();
    await page.waitForURL('**/data-first/', SOON);
    await close();
  });

  test('what comes late for a pointer that left is not shown', async () => {
    const { page, faults, close } = await open(PAGE, { viewport: { width: 1280, height: 800 } });
    const arrive = await hold(page, '**/previews/*.json');
    const asking = page.waitForRequest('**/previews/*.json');
    await link(page).hover();
    await asking;
    await page.mouse.move(5, 5);
    await page.waitForTimeout(400);
    await link(page).hover();
    await page.waitForTimeout(600);
    arrive();
    await preview(page).waitFor(SOON);
    assert.equal(await preview(page).count(), 1);
    await page.mouse.move(5, 5);
    await preview(page).waitFor({ state: 'detached', ...SOON });
    assert.deepEqual(faults, []);
    await close();
  });

  test('a long press on a link without a preview leaves the menu to the browser', async () => {
    const { page, close } = await open(PAGE, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 780 } });
    await page.route('**/previews/*.json', (route) => route.fulfill({ json: {} }));
    const menu = page.evaluate(() => new Promise((done) => {
      window.addEventListener('contextmenu', (event) => done(event.defaultPrevented));
    }));
    const answered = page.waitForResponse('**/previews/*.json');
    await link(page).dispatchEvent('pointerdown', { pointerType: 'touch' });
    await answered;
    await page.waitForTimeout(100);
    await link(page).dispatchEvent('contextmenu', { cancelable: true });
    assert.equal(await menu, false);
    await close();
  });

  test('a link to an expectation shows the expectation', async () => {
    const { page, close } = await open(PAGE);
    const one = page.locator('.content a[href*="/ladder/"][href*="#"]').first();
    await tabTo(page, one);
    await preview(page).waitFor(SOON);
    const [part, level, text] = (await preview(page).innerText()).split('\n').filter(Boolean);
    const title = await page.evaluate(async (href) => {
      const html = await (await fetch(href)).text();
      const target = new DOMParser().parseFromString(html, 'text/html');
      const id = new URL(href).hash.slice(1);
      return [target.querySelector('h1').textContent.trim(), target.getElementById(id).textContent.replace(/\s+/g, ' ')];
    }, await one.evaluate((link) => link.href));
    assert.equal(part, title[0]);
    assert.ok(level, 'it says whose it is');
    assert.ok(title[1].includes(text.slice(0, 40)), `${text} is not in ${title[1]}`);
    await close();
  });

  test('a reader who saves data is asked for none', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.addInitScript(() => {
      const before = window.matchMedia;
      window.matchMedia = (query) => (query.includes('reduced-data') ? { matches: true } : before(query));
    });
    await page.goto(server.root + PAGE);
    await link(page).hover();
    await page.waitForTimeout(800);
    assert.equal(asked.some((url) => url.includes('/previews/')), false);
    await context.close();
  });

  test('a folder of files has none, and says nothing about it', async () => {
    const context = await browser.newContext();
    const { page, faults } = await watchedPage(context, 'file:');
    await page.goto(pathToFileURL(join(built.output, PAGE, 'index.html')).href);
    await link(page).hover();
    await page.waitForTimeout(700);
    assert.equal(await preview(page).count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('a file of previews is a few kilobytes, and holds text only', async () => {
    const { page, close } = await open(PAGE);
    const shards = await page.evaluate(() => Number(document.querySelector('script[data-shards]').dataset.shards));
    for (let shard = 0; shard < shards; shard++) {
      const text = await readFile(join(built.output, `previews/${shard}.json`), 'utf8');
      assert.ok(text.length < 24_000, `${shard}: ${text.length} bytes`);
      for (const parts of Object.values(JSON.parse(text))) assert.equal(parts.length, 3);
    }
    await close();
  });
});

describe('reading paths', () => {
  test('are walked by keyboard, stop after stop, and left', async () => {
    const { page, faults, close } = await open('paths/new-in-the-role/');
    await tabTo(page, page.locator('.stops a').first());
    await page.keyboard.press('Enter');
    const bar = page.locator('.path-bar');
    const visited = [];
    for (;;) {
      await bar.waitFor(SOON);
      visited.push(new URL(page.url()).pathname.replace('/some/base/', ''));
      assert.match(await bar.innerText(), new RegExp(`stop ${visited.length} of 5`));
      assert.equal(await page.locator('.pager').count(), 0, 'the path turns the pages');
      const next = bar.locator('.path-next');
      if (await next.count() === 0) break;
      const address = await next.evaluate((one) => one.href);
      await tabTo(page, next);
      await page.keyboard.press('Enter');
      await page.waitForURL(address, SOON);
    }
    assert.deepEqual(visited, [
      'vision/triggers/', 'vision/first-principles/', 'evidence/proof-of-concept/', 'delivery/last-mile/',
      'empathy/communicating/',
    ]);
    await tabTo(page, bar.locator('.path-leave'));
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.search === '', SOON);
    assert.equal(await bar.count(), 0);
    assert.equal(await page.locator('.pager').count(), 1);
    assert.deepEqual(faults, []);
    await close();
  });

  test('are walked with the keys that turn pages', async () => {
    const { page, faults, close } = await open(`${PAGE}?path=new-in-the-role`);
    const there = page.url();
    await page.keyboard.press(']');
    await page.waitForURL(/evidence\/proof-of-concept\/\?path=new-in-the-role$/, SOON);
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(there, SOON);
    assert.deepEqual(faults, []);
    await close();
  });

  test('show below the text without script', async () => {
    const { page, close } = await open(`${PAGE}?path=new-in-the-role`, { javaScriptEnabled: false });
    const place = page.locator('[data-path="new-in-the-role"]');
    assert.match(await place.innerText(), /New in the role stop 2 of 5/);
    assert.equal(await place.locator('.path-leave').isVisible(), false);
    await place.locator('.path-next').click();
    assert.ok(page.url().endsWith('evidence/proof-of-concept/?path=new-in-the-role'), page.url());
    await page.locator('[data-path="new-in-the-role"] .path-name a').click();
    assert.ok(page.url().endsWith('/paths/new-in-the-role/'));
    await close();
  });
});

describe('the map', () => {
  for (const width of [360, 1280]) {
    test(`is walked by keyboard at ${width} px`, async () => {
      const { page, faults, close } = await open('map/', { viewport: { width, height: 780 } });
      const pages = page.locator('.map-page');
      const names = await pages.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
      assert.ok(names.length > 60 && names.every((name) => /, \d+ links? to it, \d+ from it$/.test(name)), names[0]);
      const drawing = page.locator('.map');
      await drawing.focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
      assert.equal(await focused(), names[1]);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      const lines = await page.evaluate(() => getComputedStyle(document.activeElement.querySelector('path')).display);
      assert.equal(lines, 'inline', 'the lines of the page are shown');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => !url.pathname.endsWith('/map/'), SOON);
      assert.deepEqual(faults, []);
      await close();
    });
  }
});
