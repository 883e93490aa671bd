// Views of career ladders: what style does without a script, and what the script adds.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { buildOwn } from './site.mjs';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

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
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const { page, faults } = await watchedPage(context, server.root);
  await page.goto(server.root + path);
  await look(page);
  // A reader who moves on quickly leaves requests behind.
  assert.deepEqual(faults.filter((fault) => !fault.endsWith('(net::ERR_ABORTED)')), []);
  await context.close();
}

/** The titles of the levels of which the first matrix shows cells. */
function shownLevels(page) {
  return page.evaluate(() => {
    const matrix = document.querySelector('.l-matrix');
    const cells = [...matrix.querySelectorAll('td[data-level]')].filter((cell) => cell.checkVisibility());
    return [...new Set(cells.map((cell) => cell.dataset.level))];
  });
}

describe('the matrix', () => {
  test('a phone shows one level at a time, chosen by keyboard, without a script', async () => {
    await at('ladder/', { viewport: PHONE, javaScriptEnabled: false }, async (page) => {
      assert.deepEqual(await shownLevels(page), ['Engineer']);
      const radios = page.locator('.l-pick input');
      await radios.first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.deepEqual(await shownLevels(page), ['Staff Engineer']);
      const heads = page.locator('.l-matrix .l-levels th a:visible');
      assert.deepEqual(await heads.allTextContents(), ['Staff Engineer']);
      assert.equal(await page.getByRole('radio', { name: /^Staff/ }).isChecked(), true);
      assert.equal(await page.locator('.l-filters').isVisible(), false);
    });
  });

  test('a wide screen shows every level, and the head and first column stay in sight', async () => {
    await at('ladder/', { viewport: DESKTOP }, async (page) => {
      assert.ok((await shownLevels(page)).length > 4);
      assert.equal(await page.locator('.l-pick').isVisible(), false);
      const scroll = page.locator('.l-scroll');
      await scroll.evaluate((element) => {
        element.scrollIntoView();
        element.scrollTo(400, 600);
      });
      const frame = await scroll.boundingBox();
      const corner = await page.locator('.l-corner').boundingBox();
      assert.ok(Math.abs(corner.x - frame.x) < 3, 'the first column');
      assert.ok(corner.y >= frame.y - 1 && corner.y < frame.y + 120, 'the head');
    });
  });

  test('filters leave one track and one area', async () => {
    await at('ladder/', { viewport: DESKTOP }, async (page) => {
      await page.getByRole('combobox', { name: 'Track' }).selectOption('Management');
      const levels = await shownLevels(page);
      assert.ok(levels.includes('Director') && !levels.includes('Engineer'), levels.join());
      await page.getByRole('combobox', { name: 'Area' }).selectOption('Daring');
      const rows = page.locator('.l-matrix tbody tr:not(.l-area) > th:visible');
      assert.deepEqual(await rows.locator('a').allTextContents(), ['Initiative', 'Candour', 'Self-knowledge']);
      await page.getByRole('combobox', { name: 'Track' }).selectOption('');
      assert.ok((await shownLevels(page)).includes('Engineer'));
    });
  });

  test('who comes back sees what the filters say', async () => {
    await at('ladder/', { viewport: DESKTOP }, async (page) => {
      await page.getByRole('combobox', { name: 'Track' }).selectOption('Management');
      const chosen = await shownLevels(page);
      await page.goto(`${server.root}ladder/candour/`);
      await page.goBack();
      const track = page.getByRole('combobox', { name: 'Track' });
      await track.waitFor();
      // A browser fills in fields when it is done with the page.
      await page.waitForTimeout(500);
      const isChosen = await track.inputValue() !== '';
      const levels = await shownLevels(page);
      assert.equal(levels.join() === chosen.join(), isChosen, levels.join());
    });
  });

  test('a level that a filter hides is not the one chosen on a phone', async () => {
    await at('ladder/', { viewport: PHONE }, async (page) => {
      await page.getByRole('combobox', { name: 'Track' }).selectOption('Management');
      assert.deepEqual(await shownLevels(page), ['Engineering Manager']);
    });
  });
});

describe('any two levels', () => {
  const sides = (page) => page.evaluate(() => {
    const row = [...document.querySelectorAll('[data-row]')].find((one) => one.textContent.includes('last mile'));
    const items = [...row.querySelectorAll('[data-at]')].filter((one) => !one.hidden);
    return items.map((one) => one.dataset.side);
  });

  test('are chosen, and kept in the address', async () => {
    await at('ladder/compare/?a=senior&b=staff', { viewport: DESKTOP }, async (page) => {
      assert.equal(await page.locator('select[data-side="a"]').inputValue(), 'senior');
      const before = await sides(page);
      assert.ok(before.includes('a') && before.includes('b'), before.join());
      assert.deepEqual(before, [...before].sort((one, other) => (one === 'both') - (other === 'both')));
      await page.locator('select[data-side="b"]').selectOption('senior');
      assert.match(page.url(), /\?a=senior&b=senior$/);
      assert.ok((await sides(page)).every((side) => side === 'both'));
      await page.waitForFunction(() => [...document.querySelectorAll('[role="status"]')].some((status) => status.textContent === 'Senior compared with Senior'));
    });
  });

  test('the last one is compared with the one before it', async () => {
    await at('ladder/compare/?a=director', { viewport: DESKTOP }, async (page) => {
      const names = await page.locator('select[data-side]').evaluateAll((all) => all.map((one) => one.value));
      assert.equal(names[0], 'director');
      assert.notEqual(names[1], 'director');
    });
  });

  test('are pages of their own without a script', async () => {
    await at('ladder/compare/', { viewport: DESKTOP, javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator('form:visible').count(), 0);
      await page.getByRole('link', { name: 'Senior Engineer → Staff Engineer' }).click();
      assert.equal(await page.locator('h1').textContent(), 'From Senior to Staff');
    });
  });
});

describe('an expectation', () => {
  test('has its address copied', async () => {
    await at('ladder/staff/', { viewport: DESKTOP, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const link = page.getByRole('link', { name: /^Address of: Plans adoption/ });
      const address = await link.evaluate((element) => element.href);
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => [...document.querySelectorAll('[role="status"]')].some((status) => status.textContent === 'Address copied'));
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
      assert.match(address, /\/ladder\/last-mile\/#lm-[a-z]+$/);
      assert.ok(page.url().endsWith('ladder/staff/'), 'and the reader stays');
      await page.goto(address);
      assert.equal(await page.locator(':target').count(), 1);
    });
  });

  test('is reached by its link without a script', async () => {
    await at('ladder/staff/', { viewport: DESKTOP, javaScriptEnabled: false }, async (page) => {
      await page.getByRole('link', { name: /^Address of: Plans adoption/ }).click();
      assert.match(page.url(), /\/ladder\/last-mile\/#lm-/);
      assert.match(await page.locator(':target').textContent(), /Plans adoption/);
    });
  });
});

describe('the drawing', () => {
  test('is complete in words, and its levels are links', async () => {
    await at('ladder/', { viewport: PHONE }, async (page) => {
      const drawing = page.locator('.l-canvas > svg').first();
      assert.match(await drawing.locator('desc').textContent(), /Staff Engineer \(equivalent to Senior Engineering Manager\)/);
      const clipped = await drawing.evaluate((svg) => {
        const boxes = [...svg.querySelectorAll('a')].map((link) => ({
          box: link.querySelector('rect').getBoundingClientRect(),
          texts: [...link.querySelectorAll('text')].map((text) => text.getBoundingClientRect()),
        }));
        return boxes.filter(({ box, texts }) => texts.some((text) => text.left < box.left || text.right > box.right || text.bottom > box.bottom)).length;
      });
      assert.equal(clipped, 0, 'no title leaves its box');
      await drawing.getByRole('link', { name: /Staff Engineer/ }).first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/ladder/staff/');
    });
  });
});
