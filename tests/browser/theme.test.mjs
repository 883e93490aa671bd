// What the default theme does with script: the choice of colours, the drawer, keys and dialogs, the
// current heading, copying; and what it never does: move what is read, ask others, or need a pointer.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { buildFixture } from './site.mjs';

const PHONE = { width: 360, height: 780 };
const TABLET = { width: 800, height: 1000 };
const DESKTOP = { width: 1440, height: 900 };
const PAGE = 'kitchen/everything/';

let browser;
let built;
let server;
before(async () => {
  browser = await launch();
  built = await buildFixture('');
  server = await serve(built.output);
});
after(async () => {
  await server?.close();
  await built?.remove();
  await browser?.close();
});

/** Opens a page of the fixture, hands it over, and sees that nothing went wrong on it. */
async function on(path, options, look) {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: DESKTOP, ...options });
  const { page, faults } = await watchedPage(context, server.root);
  await page.goto(server.root + path);
  await look(page, context);
  // What was still on its way when a test went to the next page is no fault.
  assert.deepEqual(faults.filter((fault) => !fault.includes('ERR_ABORTED')), [], path);
  await context.close();
}

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const isDark = async (page) => Number((await ground(page)).match(/\d+/)[0]) < 100;
const focus = (page) => page.evaluate(() => {
  const { activeElement: one } = document;
  return one.getAttribute('aria-label') ?? one.textContent.trim();
});
/** Waits until the page's own script has run, as it has before anybody presses a key. */
const isAlive = (page) => page.waitForFunction(() => document.querySelector('.theme-switch')?.title);

describe('colours', () => {
  test('follow the system, then the reader, and are remembered on the next page', async () => {
    await on(PAGE, { colorScheme: 'dark' }, async (page) => {
      assert.equal(await isDark(page), true);
      const colours = page.getByRole('button', { name: /^Colours/ });
      await colours.click();
      assert.equal(await colours.getAttribute('aria-label'), 'Colours: light');
      assert.equal(await isDark(page), false);
      assert.deepEqual(await page.$$eval('meta[name="theme-color"]', (all) => new Set(all.map((one) => one.content)).size), 1);
      await page.goto(`${server.root}many/`);
      assert.equal(await isDark(page), false);
      await isAlive(page);
      await page.keyboard.press('t');
      assert.equal(await colours.getAttribute('aria-label'), 'Colours: dark');
      await page.keyboard.press('t');
      assert.equal(await colours.getAttribute('aria-label'), 'Colours: as the system');
    });
  });

  test('never flash: the choice holds before the first thing is drawn', async () => {
    await on(PAGE, { colorScheme: 'light' }, async (page, context) => {
      await page.evaluate(() => localStorage.setItem('daring:theme', 'dark'));
      // The page's own script comes late; the colours are there without it.
      await context.route('**/site.js', () => {});
      const next = await context.newPage();
      await next.goto(`${server.root}many/`, { waitUntil: 'commit' });
      await next.waitForSelector('main');
      assert.equal(await isDark(next), true);
      await next.close();
      await context.unrouteAll({ behavior: 'ignoreErrors' });
    });
  });

  test('hold for a page even where nothing may be stored', async () => {
    await on(PAGE, { colorScheme: 'light' }, async (page, context) => {
      await context.addInitScript(() => {
        Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
      });
      await page.reload();
      await isAlive(page);
      await page.keyboard.press('t');
      await page.keyboard.press('t');
      assert.equal(await isDark(page), true);
    });
  });
});

describe('the drawer', () => {
  test('keeps the focus, closes with Escape, and gives the focus back', async () => {
    await on('many/page-050/', { viewport: PHONE }, async (page) => {
      await isAlive(page);
      await page.locator('.nav summary').focus();
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('dialog', { name: 'Menu' });
      await drawer.waitFor();
      // Once around: every stop is in the drawer, or in the browser's own bars.
      const stops = await drawer.locator('a, button').count();
      for (let stop = 0; stop < stops + 2; stop++) {
        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => {
          const { activeElement: one } = document;
          return one === document.body || Boolean(one.closest('dialog'));
        }), true);
      }
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('dialog').count(), 0);
      assert.equal(await focus(page), 'Menu');
      // The current page is in sight at once, however long the menu is.
      await page.keyboard.press('Enter');
      await drawer.waitFor();
      const box = await drawer.locator('[aria-current="page"]').boundingBox();
      assert.ok(box.y > 0 && box.y + box.height < PHONE.height, JSON.stringify(box));
      await drawer.getByRole('link', { name: 'Languages' }).click();
      await page.waitForURL(`${server.root}languages/`);
    });
  });

  test('opens again at once, before the browser has told that it was closed', async () => {
    await on('many/page-050/', { viewport: PHONE }, async (page) => {
      await isAlive(page);
      await page.locator('.nav summary').click();
      const drawer = page.getByRole('dialog', { name: 'Menu' });
      await drawer.waitFor();
      await page.evaluate(() => {
        document.querySelector('dialog').close();
        document.querySelector('.nav summary').click();
      });
      await page.evaluate(() => new Promise((done) => { setTimeout(done, 100); }));
      assert.equal(await drawer.getByRole('link', { name: 'Languages' }).isVisible(), true);
      assert.equal(await page.locator('.nav details').getAttribute('open'), null);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('dialog'));
      assert.equal(await focus(page), 'Menu');
    });
  });

  test('goes away when the window grows, and the navigation is where it was', async () => {
    await on(PAGE, { viewport: PHONE }, async (page) => {
      await isAlive(page);
      await page.locator('.nav summary').click();
      await page.getByRole('dialog').waitFor();
      await page.setViewportSize(DESKTOP);
      await page.waitForFunction(() => !document.querySelector('dialog'));
      assert.equal(await page.locator('.rail .nav').getByRole('link', { name: 'Languages' }).isVisible(), true);
    });
  });
});

describe('keys', () => {
  test('lead from page to page, and open the list of keys', async () => {
    await on('many/page-050/', {}, async (page) => {
      const titles = [];
      for (const [key, title] of [[']', '51'], ['ArrowRight', '52'], ['[', '51'], ['ArrowLeft', '50']]) {
        await isAlive(page);
        await page.keyboard.press(key);
        await page.waitForURL(`${server.root}many/page-0${title}/`);
        titles.push(title);
      }
      assert.equal(titles.length, 4);
      await isAlive(page);
      await page.keyboard.press('?');
      const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await help.waitFor();
      // Keys wait while a dialog is open.
      await page.keyboard.press(']');
      await page.keyboard.press('Escape');
      assert.equal(await help.count(), 0);
      assert.equal(page.url(), `${server.root}many/page-050/`);
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await help.waitFor();
    });
  });

  test('are listed in a folder of files as well', async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const { page, faults } = await watchedPage(context, 'file:');
    await page.goto(pathToFileURL(join(built.output, 'many/page-050/index.html')).href);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });

  test('can be turned off, for good', async () => {
    await on('many/page-050/', {}, async (page) => {
      await isAlive(page);
      await page.keyboard.press('?');
      await page.getByRole('checkbox').uncheck();
      await page.keyboard.press('Escape');
      await page.reload();
      await isAlive(page);
      for (const key of [']', 'ArrowRight', 't', '?']) await page.keyboard.press(key);
      await page.waitForTimeout(200);
      assert.equal(page.url(), `${server.root}many/page-050/`);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'auto');
      assert.equal(await page.getByRole('dialog').count(), 0);
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await page.getByRole('checkbox').check();
      await page.keyboard.press('Escape');
      await page.keyboard.press('t');
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
    });
  });

  test('mean nothing in a field, with a modifier, or where an arrow scrolls', async () => {
    await on(PAGE, {}, async (page) => {
      await isAlive(page);
      const stays = async () => {
        await page.waitForTimeout(50);
        assert.equal(page.url(), server.root + PAGE);
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'auto');
      };
      await page.evaluate(() => document.querySelector('main').prepend(document.createElement('input')));
      await page.locator('main > input').focus();
      for (const key of ['t', ']', 'ArrowRight']) await page.keyboard.press(key);
      await stays();
      await page.locator('main > input').blur();
      for (const key of ['Control+t', 'Alt+]', 'Meta+t']) await page.keyboard.press(key);
      await stays();
      await page.locator('pre.code').first().focus();
      await page.keyboard.press('ArrowRight');
      await stays();
      await page.locator('.content p').first().selectText();
      await page.keyboard.press('ArrowRight');
      await stays();
    });
  });
});

test('the contents mark the heading that is being read', async () => {
  await on(PAGE, {}, async (page) => {
    const marked = () => page.locator('.toc [aria-current]').allInnerTexts();
    await isAlive(page);
    assert.deepEqual(await marked(), []);
    for (const [id, text] of [['alerts', 'Alerts'], ['code', 'Code'], ['a-wide-one', 'A wide one']]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
      await page.waitForFunction((text) => document.querySelector('.toc [aria-current]')?.textContent === text, text);
      assert.deepEqual(await marked(), [text]);
    }
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(() => document.querySelector('.toc [aria-current]')?.textContent === 'A heading of the third level');
  });
});

test('code and the address of a heading are copied', async () => {
  await on(PAGE, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await isAlive(page);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const blocks = await page.locator('pre.code').count();
    assert.equal(await page.getByRole('button', { name: 'Copy the code' }).count(), blocks);
    await page.getByRole('button', { name: 'Copy the code' }).nth(2).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.copied');
    assert.equal(await copied(), '- let old = true;\n+ let new = true;\n');
    await page.locator('#alerts .anchor').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.anchor.copied');
    assert.equal(await copied(), `${server.root}${PAGE}#alerts`);
    assert.equal(page.url(), `${server.root}${PAGE}#alerts`);
    await page.waitForFunction(() => document.querySelector('[role="status"]').textContent === 'Address copied');
  });
});

test('lines of code are marked, and copied as they are', async () => {
  await on(PAGE, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const block = page.locator('pre[data-title="handbook.toml"]');
    assert.deepEqual(await block.locator('mark').evaluateAll((all) => all.map((one) => one.textContent.split('\n').length - 1)), [1, 2]);
    const [first, second] = await block.locator('mark').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(Math.abs(second - 2 * first) < 1, `${first}, ${second}`);
    await isAlive(page);
    await page.getByRole('button', { name: 'Copy the code' }).nth(1).click();
    await page.waitForSelector('.copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.deepEqual(copied.split('\n').map((line) => line.split(' ')[0]), ['title', 'description', 'language', 'footer', 'theme', '']);
  });
});

test('a page in another language says so, and what is around it does not follow', async () => {
  await on('languages/arabic/', {}, async (page) => {
    assert.deepEqual(await page.evaluate(() => ['html', '.rail', '.foot'].map((one) => document.querySelector(one).lang)), ['ar', 'en', 'en']);
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  });
});

test('a review date that has passed is remarked on', async () => {
  await on(PAGE, {}, async (page, context) => {
    const date = page.locator('.facts li', { hasText: 'Review by' });
    assert.equal(await date.innerText(), 'Review by 2031-04-01');
    await page.clock.setFixedTime('2031-04-02T12:00:00Z');
    await page.reload();
    await isAlive(page);
    assert.equal(await date.innerText(), 'Review by 2031-04-01 (overdue)');
    assert.equal(context.pages().length, 1);
  });
});

test('a page is fetched when the pointer rests on its link, and not for those who save data', async () => {
  for (const saveData of [false, true]) {
    await on('many/page-050/', {}, async (page, context) => {
      await context.addInitScript((saveData) => {
        Object.defineProperty(navigator, 'connection', { value: { saveData, effectiveType: '4g' } });
      }, saveData);
      await page.reload();
      await isAlive(page);
      await page.locator('.pager .next').hover();
      if (saveData) await page.waitForTimeout(250);
      else await page.locator('link[rel="prefetch"]').first().waitFor({ state: 'attached' });
      const links = await page.$$eval('link[rel="prefetch"]', (all) => all.map((one) => one.href));
      assert.deepEqual(links, saveData ? [] : [`${server.root}many/page-051/`]);
    });
  }
});

test('nothing moves while a page loads or is scrolled', async () => {
  for (const viewport of [PHONE, TABLET, DESKTOP]) {
    await on(PAGE, { viewport }, async (page, context) => {
      await context.addInitScript(() => {
        globalThis.shifts = [];
        new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries()) {
            globalThis.shifts.push(`${value}: ${sources.map(({ node }) => node?.nodeName).join()}`);
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.reload({ waitUntil: 'load' });
      await isAlive(page);
      const height = await page.evaluate(() => document.body.scrollHeight);
      for (let y = 0; y < height; y += viewport.height) {
        await page.mouse.wheel(0, viewport.height);
        await page.waitForTimeout(30);
      }
      assert.deepEqual(await page.evaluate(() => globalThis.shifts), [], `${viewport.width} px`);
    });
  }
});

test('a line of text has 65 to 75 characters on a desktop', async () => {
  await on('kitchen/measure/', {}, async (page) => {
    const lines = await page.evaluate(() => {
      const text = document.querySelector('.content p').firstChild;
      const range = document.createRange();
      const rows = new Map();
      for (let at = 0; at < text.length; at++) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const { top } = range.getBoundingClientRect();
        rows.set(top, (rows.get(top) ?? 0) + 1);
      }
      return [...rows.values()].slice(0, -1);
    });
    const mean = lines.reduce((sum, count) => sum + count, 0) / lines.length;
    assert.ok(lines.length > 5 && mean >= 65 && mean <= 75, `${mean}: ${lines}`);
  });
});

test('columns: three on a desktop, two on a tablet, one on a phone', async () => {
  for (const [viewport, columns] of [[DESKTOP, 3], [TABLET, 2], [PHONE, 1]]) {
    await on(PAGE, { viewport }, async (page) => {
      const left = await page.evaluate(() => {
        const x = (selector) => document.querySelector(selector).getBoundingClientRect().x;
        return new Set([x('.brand'), x('.content'), x('.toc')].map((one) => Math.round(one / 50))).size;
      });
      assert.equal(left, columns, `${viewport.width} px`);
    });
  }
});

test('targets are large enough for a finger', async () => {
  await on(PAGE, { viewport: PHONE }, async (page) => {
    await isAlive(page);
    const small = await page.evaluate(() => {
      // Links inside a sentence are excepted (WCAG 2.5.8).
      const targets = document.querySelectorAll('button, summary, .rail a, .toc a, .pager a, .facts a, .foot a, .eyebrow a');
      return [...targets].filter((one) => one.checkVisibility()).flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width < 24 || height < 24 ? [`${width} × ${height}: ${one.outerHTML}`] : [];
      });
    });
    assert.deepEqual(small, []);
  });
});

test('with text at 200 % and a window of 320 px nothing is lost', async () => {
  await on(PAGE, { viewport: { width: 320, height: 600 } }, async (page) => {
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    const { wide, title, cut } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      title: document.querySelector('.brand span').getBoundingClientRect().width > 100,
      cut: [...document.querySelectorAll('.brand, .tool, summary, .pager a, .facts li')]
        .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.className),
    }));
    assert.deepEqual({ wide: Math.max(wide, 0), title, cut }, { wide: 0, title: true, cut: [] });
  });
});

test('colours chosen by the reader still show where one is and what has the focus', async () => {
  await on('many/page-050/', { forcedColors: 'active' }, async (page) => {
    const ring = await page.evaluate(() => {
      const { outlineStyle } = getComputedStyle(document.querySelector('.panel [aria-current="page"]'));
      return outlineStyle;
    });
    assert.equal(ring, 'solid');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'solid');
  });
});
