// Searching as a reader does: with the keyboard alone, on a phone, when files do not arrive, without script.
// And the same answers in the browser as in the terminal.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { AXE, hold, launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { REPOSITORY, buildFixture, buildOwn, serveProject } from './site.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let browser;
let own;
let server;
before(async () => {
  browser = await launch();
  own = await buildOwn();
  server = await serve(own.output, '/some/where/');
});
after(async () => {
  await browser?.close();
  await server?.close();
  await own?.remove();
});

/** Opens a page of the site; `faults` must stay empty. */
async function visit(path, options = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const { page, faults } = await watchedPage(context, server.root);
  await page.goto(server.root + path);
  const close = async () => {
    await page.unrouteAll({ behavior: 'wait' });
    await context.close();
  };
  return { page, faults, close };
}

const options = (page) => page.locator('.search-dialog [role="option"]');

/** Opens the dialog and types; resolves when there are results. */
async function look(page, query) {
  await page.keyboard.press('/');
  await page.locator('.search-dialog .search-field').waitFor();
  await page.keyboard.type(query);
  await options(page).first().waitFor();
}

describe('the dialog', () => {
  test('the keyboard alone finds a section and goes there', async () => {
    const { page, faults, close } = await visit('role/');
    await look(page, 'last mile');
    const field = page.locator('.search-dialog .search-field');
    const first = await field.getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`[id="${first}"]`).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowDown');
    const second = await field.getAttribute('aria-activedescendant');
    assert.notEqual(second, first);
    await page.keyboard.press('ArrowUp');
    assert.equal(await field.getAttribute('aria-activedescendant'), first);
    const href = await page.locator(`[id="${first}"]`).getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(href);
    assert.match(href, /last-mile/);
    await page.locator('.search-marks').waitFor();
    assert.ok(await page.evaluate(() => CSS.highlights.get('daring-found').size) > 0);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => CSS.highlights.has('daring-found')), false);
    assert.equal(await page.locator('.search-marks').count(), 0);
    await page.reload();
    assert.equal(await page.locator('.search-marks').count(), 0);
    assert.deepEqual(faults, []);
    await close();
  });

  test('Control and K opens it, Escape closes it and gives the focus back', async () => {
    const { page, faults, close } = await visit('');
    await page.locator('.search-open').focus();
    await page.keyboard.press('Control+k');
    const field = page.locator('.search-dialog .search-field');
    await field.waitFor();
    assert.ok(await field.evaluate((one) => one === document.activeElement));
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'hidden' });
    assert.ok(await page.locator('.search-open').evaluate((one) => one === document.activeElement));
    assert.deepEqual(faults, []);
    await close();
  });

  test('a slash is a slash where text is typed', async () => {
    const { page, close } = await visit('');
    await look(page, 'a/b');
    assert.equal(await page.locator('.search-dialog .search-field').inputValue(), 'a/b');
    await close();
  });

  test('opens again at once, though its field still has the focus', async () => {
    const { page, close } = await visit('');
    await look(page, 'team');
    await page.evaluate(() => {
      document.querySelector('.search-dialog').close();
      document.querySelector('.search-dialog .search-field').dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }));
    });
    await page.locator('.search-dialog .search-field').waitFor({ timeout: 5000 });
    await close();
  });

  test('what is typed while it loads is kept, and means nothing else', async () => {
    const { page, faults, close } = await visit('');
    const arrive = await hold(page, '**/search.js');
    await page.keyboard.press('/');
    await page.keyboard.type('tech lead');
    arrive();
    const field = page.locator('.search-dialog .search-field');
    await field.waitFor();
    await page.keyboard.type('er');
    assert.equal(await field.inputValue(), 'tech leader');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'auto');
    assert.deepEqual(faults, []);
    await close();
  });

  test('words that were found can be read where colours are forced', async () => {
    const { page, close } = await visit('', { forcedColors: 'active', colorScheme: 'dark' });
    await look(page, 'staff');
    const ink = await page.locator('.search-row mark').first().evaluate((mark) => {
      const probe = document.body.appendChild(Object.assign(document.createElement('p'), { style: 'color: CanvasText' }));
      return [getComputedStyle(mark).color, getComputedStyle(probe).color];
    });
    assert.equal(ink[0], ink[1]);
    await close();
  });

  test('what was found is announced', async () => {
    const { page, close } = await visit('');
    await look(page, 'last mile');
    const status = page.locator('.search-dialog [role="status"]');
    await page.waitForFunction(() => /\d+ pages? found/.test(document.querySelector('.search-dialog [role="status"]').textContent));
    await page.locator('.search-dialog .search-field').fill('zzzyxq');
    await page.waitForFunction(() => document.querySelector('.search-dialog [role="status"]').textContent === 'Nothing found.');
    assert.equal(await status.getAttribute('role'), 'status');
    await page.locator('.search-dialog .search-field').fill('level:nosuch influence');
    await page.waitForFunction(() => /No level is called .nosuch.; there are /.test(document.querySelector('.search-dialog [role="status"]').textContent));
    await close();
  });

  test('searches are kept here, and forgotten when asked', async () => {
    const { page, faults, close } = await visit('');
    await look(page, 'last mile');
    await page.keyboard.press('Enter');
    await page.waitForURL(/last-mile/);
    await page.keyboard.press('/');
    await page.locator('.search-recent').waitFor();
    assert.deepEqual(await page.locator('.search-recent').allTextContents(), ['last mile']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.search-row').first().waitFor();
    await page.locator('.search-dialog .search-field').fill('');
    await page.getByText('Forget recent searches').click();
    await page.locator('.search-recent').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => localStorage.getItem('daring:searches')), null);
    assert.deepEqual(faults, []);
    await close();
  });

  test('results are narrowed by choosing', async () => {
    const { page, close } = await visit('');
    await look(page, 'influence');
    const level = page.getByLabel('Level', { exact: true });
    const choice = (await level.locator('option').allTextContents()).find((one) => /staff/i.test(one));
    await level.selectOption(choice);
    const field = page.locator('.search-dialog .search-field');
    assert.match(await field.inputValue(), /^level:.*staff.* influence$/i);
    await options(page).first().waitFor();
    await level.selectOption('');
    assert.equal(await field.inputValue(), 'influence');
    await close();
  });

  test('quotes of every kind are taken out with what they hold', async () => {
    const { page, close } = await visit('');
    await look(page, 'influence');
    await page.locator('.search-dialog .search-field').fill('influence level:\u201cno such\u201d');
    await page.getByText('No level is called').waitFor();
    const level = page.getByLabel('Level', { exact: true });
    await level.selectOption({ index: 1 });
    assert.match(await page.locator('.search-dialog .search-field').inputValue(), /^level:\S+ influence$|^level:"[^"]+" influence$/);
    await close();
  });

  test('Enter goes to what was found for what is typed, when that comes', async () => {
    const { page, close } = await visit('');
    await look(page, 'last mile');
    const arrive = await hold(page, '**/search/*.bin*');
    const field = page.locator('.search-dialog .search-field');
    await field.fill('impostor syndrome');
    const before = await options(page).allTextContents();
    await page.keyboard.press('Enter');
    assert.deepEqual(await options(page).allTextContents(), before, 'the results are those of the query before');
    arrive();
    await page.waitForURL((url) => url.pathname !== new URL(server.root).pathname);
    assert.match(page.url(), /impostor/);
    await close();
  });

  test('Enter goes nowhere after the dialog was closed', async () => {
    const { page, close } = await visit('');
    await look(page, 'last mile');
    const arrive = await hold(page, '**/search/*.bin*');
    await page.locator('.search-dialog .search-field').fill('impostor syndrome');
    await page.keyboard.press('Enter');
    await page.locator('.search-close').click();
    arrive();
    await page.waitForFunction(() => /impostor/i.test(document.querySelector('.search-dialog .search-list').textContent));
    await page.waitForTimeout(200);
    assert.equal(page.url(), server.root);
    await close();
  });

  test('another tab is another tab', async () => {
    const { page, close } = await visit('');
    await look(page, 'last mile');
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      options(page).first().click({ modifiers: ['Control'] }),
    ]);
    await other.close();
    assert.equal(await page.locator('.search-dialog').evaluate((one) => one.open), true);
    assert.equal(await page.evaluate(() => sessionStorage.getItem('daring:found')), null);
    assert.match(await page.evaluate(() => localStorage.getItem('daring:searches')), /last mile/);
    await close();
  });

  test('a result at the top of the same page is marked as well', async () => {
    const { page, close } = await visit('ladder/staff/');
    await look(page, 'staff engineer');
    const own = page.locator('.search-row', { hasText: 'Top of the page' }).and(page.locator('[href$="/ladder/staff/"]'));
    await own.first().click();
    await page.locator('.search-marks').waitFor();
    await close();
  });

  test('markup in a query and in texts is text', async () => {
    const { page, faults, close } = await visit('');
    let asked = false;
    page.on('dialog', (dialog) => { asked = true; dialog.dismiss(); });
    await look(page, '<img src=x onerror=alert(1)> mile <script>alert(2)</script> ');
    assert.equal(await page.locator('.search-dialog img, .search-dialog script').count(), 0);
    const before = page.url();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href !== before);
    await page.keyboard.press('/');
    await page.locator('.search-recent').first().waitFor();
    assert.match(await page.locator('.search-recent').first().textContent(), /^<img src=x/);
    assert.equal(asked, false);
    assert.deepEqual(faults, []);
    await close();
  });

  test('files that do not arrive are said, and tried again', async () => {
    const { page, close } = await visit('');
    for (const failing of ['**/search/index.bin', '**/search/texts-*.bin*']) {
      await page.route(failing, (route) => route.abort());
      await page.reload();
      await page.keyboard.press('/');
      await page.locator('.search-dialog .search-field').fill('last mile');
      await page.getByText('could not be loaded').waitFor();
      assert.equal(await options(page).count(), 0);
      await page.unroute(failing);
      await page.getByText('Try again').click();
      await options(page).first().waitFor();
      assert.equal(await page.getByText('could not be loaded').count(), 0);
    }
    await close();
  });

  test('an index that was published anew is read anew', async () => {
    const { page, close } = await visit('');
    // The first text is of another publication than the index.
    let spoiled = 0;
    await page.route('**/search/texts-*', async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      if (spoiled++ === 0) body[0] ^= 1;
      await route.fulfill({ response, body });
    });
    await look(page, 'last mile');
    assert.ok(spoiled > 1);
    await close();
  });

  test('a part that went with the publication before is looked for in the new one', async () => {
    const { page, close } = await visit('');
    await look(page, 'impostor');
    let gone = 0;
    await page.route('**/search/texts-*', (route) => (gone++ === 0 ? route.fulfill({ status: 404 }) : route.continue()));
    const field = page.locator('.search-dialog .search-field');
    await field.fill('proof of concept');
    await page.waitForFunction(() => /proof/i.test(document.querySelector('.search-dialog .search-list').textContent));
    assert.ok(gone > 1);
    await close();
  });

  test('it fits a phone', async () => {
    const { page, faults, close } = await visit('', { viewport: { width: 360, height: 640 }, hasTouch: true });
    await page.evaluate(() => document.querySelector('.search-open').click());
    await page.locator('.search-dialog .search-field').fill('last mile');
    await options(page).first().waitFor();
    const dialog = await page.locator('.search-dialog').boundingBox();
    assert.deepEqual([dialog.x, dialog.y, dialog.width, dialog.height], [0, 0, 360, 640]);
    assert.ok(await page.locator('.search-box').evaluate((box) => box.scrollWidth <= box.clientWidth));
    for (const one of await page.locator('.search-row, .search-close').all()) {
      const size = await one.boundingBox();
      assert.ok(size.height >= 24 && size.width >= 24);
    }
    await options(page).first().click();
    await page.waitForURL(/last-mile/);
    assert.deepEqual(faults, []);
    await close();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`it is accessible, ${colorScheme}`, async () => {
      const { page, close } = await visit('', { colorScheme });
      await page.keyboard.press('/');
      await page.locator('.search-dialog .search-field').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.keyboard.type('influence staff');
      await options(page).first().waitFor();
      assert.deepEqual(await violations(page), []);
      await close();
    });
  }
});

describe('the page to search on', () => {
  test('its address holds the query', async () => {
    const { page, faults, close } = await visit('search/?q=last+mile');
    await page.locator('[role="option"]').first().waitFor();
    assert.equal(await page.locator('.search-field').inputValue(), 'last mile');
    await page.locator('.search-field').fill('influence');
    await page.waitForURL(/\?q=influence$/);
    assert.deepEqual(faults, []);
    await close();
  });

  test('more is shown when asked', async () => {
    const { page, close } = await visit('search/?q=the');
    await page.locator('.search-group').nth(9).waitFor();
    assert.equal(await page.locator('.search-group').count(), 10);
    await page.getByText('Show more').click();
    await page.locator('.search-group').nth(20).waitFor();
    await close();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`it is accessible, ${colorScheme}`, async () => {
      const { page, close } = await visit('search/?q=influence', { colorScheme });
      await page.locator('[role="option"]').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await close();
    });
  }

  test('without script it says where else to look', async () => {
    const { page, close } = await visit('search/', { javaScriptEnabled: false });
    assert.ok(await page.getByText('needs scripts').isVisible());
    assert.ok(await page.locator('[data-search-page] a').count() > 1);
    await close();
  });

  test('from a folder it says why it cannot', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`file://${join(own.output, 'search/index.html')}`);
    await page.getByText('opened from a folder').waitFor();
    await context.close();
  });
});

test('in serve, what was saved is found', async () => {
  const project = await serveProject({ 'handbook.toml': 'title = "H"\n', 'content/index.md': '# Home\n\nQuiet.\n' });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${project.root}search/?q=zebra`);
  await page.getByText('Nothing found.').waitFor();
  await project.save('content/index.md', '# Home\n\nA zebra stands here.\n');
  await assert.doesNotReject(async () => {
    for (let tries = 0; tries < 20; tries++) {
      await page.reload();
      await page.locator('.search-status').filter({ hasText: /found/ }).waitFor();
      if (await page.locator('[role="option"]').count()) return;
      await page.waitForTimeout(250);
    }
    throw new Error('the zebra was not found');
  });
  // Also in a tab that has searched before.
  const tab = await context.newPage();
  await tab.goto(project.root);
  await tab.keyboard.press('/');
  await tab.keyboard.type('lion');
  await tab.getByText('Nothing found.').waitFor();
  await tab.keyboard.press('Escape');
  await project.save('content/index.md', '# Home\n\nA lion stands here.\n');
  await tab.getByText('A lion stands here.').waitFor();
  await tab.keyboard.press('/');
  const field = tab.locator('.search-dialog .search-field');
  for (let tries = 0; tries < 40 && !await options(tab).count(); tries++) {
    await field.fill('');
    await field.fill('lion');
    await tab.waitForTimeout(250);
  }
  assert.equal(await options(tab).count(), 1);
  await context.close();
  await project.close();
});

describe('the browser and the terminal give the same order', () => {
  test('on this handbook', () => same(own.output, REPOSITORY));

  test('in other scripts', async () => {
    const built = await buildFixture();
    try {
      await same(built.output, join(built.output, '..'), ['مرحبا', '中文', '手', 'größe', 'every', 'pag num', '"of a long"']);
    } finally {
      await built.remove();
    }
  });
});

async function same(output, root, more = []) {
  const queries = [...await typed(output), ...more];
  assert.ok(queries.length >= more.length + 3);
  const site = await serve(output);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(site.root);
    const here = await page.evaluate(async (queries) => {
      const assets = new URL('.', document.querySelector('script[src*="search-loader.js"]').src);
      const { Index } = await import(new URL('search-engine.js', assets));
      const index = await new Index(async (name) => new Uint8Array(await (await fetch(`search/${name}`)).arrayBuffer())).open();
      const answers = [];
      for (const query of queries) {
        const { pages, groups } = await index.ask(query, 10);
        answers.push({ query, pages, rows: groups.flatMap(({ href, rows }) => rows.map((row) => [`${href}#${row.anchor}`, row.passage.map(([text]) => text).join('')])) });
      }
      return answers;
    }, queries);
    const there = (await terminal(root, queries)).map(({ query, pages, results }) => ({
      query, pages, rows: results.flatMap(({ href, sections }) => sections.map((row) => [`${href}#${row.anchor}`, row.passage.map(({ text }) => text).join('')])),
    }));
    assert.equal(here.length, there.length);
    here.forEach((answer, at) => assert.deepEqual(answer, there[at]));
  } finally {
    await context.close();
    await site.close();
  }
}

/** What people might type: headings whole, with a slip, half, in quotes, by words; odd things. */
async function typed(output) {
  const { Index } = await import(join(REPOSITORY, 'themes/default/assets/search-engine.js'));
  const index = await new Index(async (name) => new Uint8Array(await readFile(join(output, 'search', name)))).open();
  const queries = ['', ' ', 'the', 'a', '"', '"the team" of', 'C++', '<b>', 'tag:x', 'level:staff influence', '12 34', 'ﬁnd Ünïcode'];
  for (let number = 0; number < index.pages && queries.length < 400; number++) {
    const { title, sections } = await index.head(number);
    for (const heading of [title, ...sections.slice(1, 3).map((section) => section.heading)].filter(Boolean)) {
      const words = heading.split(' ');
      queries.push(heading, `${heading.slice(0, 2)}${heading.slice(3)} `, heading.slice(0, Math.ceil(heading.length / 2)));
      if (words.length > 1) queries.push(`"${words.slice(0, 2).join(' ')}"`);
    }
  }
  return queries.map((query) => query.replaceAll('\n', ' '));
}

async function terminal(root, queries) {
  const target = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target');
  const program = [process.env.DARING, join(target, 'release/daring'), join(target, 'debug/daring')].find((path) => path && existsSync(path));
  const child = spawn(program, ['search', '-', '--format', 'json', '--drafts', '--root', root], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`${queries.join('\n')}\n`);
  let said = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) said += text;
  return said.trimEnd().split('\n').map((line) => JSON.parse(line));
}

async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { violations: found } = await globalThis.axe.run({ runOnly: rules });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
  }, RULES);
}
