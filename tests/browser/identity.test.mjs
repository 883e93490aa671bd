// What a project sets of how its handbook looks, and the documents to print, in a real browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { AXE, launch, watchedPage } from './browser.mjs';
import { serve } from './server.mjs';
import { buildFixture, buildOwn } from './site.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Dotted keys, because they are put in front of the settings of the fixture.
const IDENTITY = `
base_url = "https://example.org/handbook/"
feedback_url = "https://example.org/issues/new?title={title}&page={path}"
identity.accent = "#7a1f5c"
identity.background = { light = "#fffaf0", dark = "#101a17" }
identity.radius = "0"
identity.font = "Georgia"
navigation.tabs = "sections"
navigation.footer = [{ title = "Imprint", url = "https://example.org/imprint" }, { page = "kitchen/everything.md" }]
navigation.social = [
  { kind = "github", url = "https://github.com/example" },
  { kind = "mastodon", url = "https://social.example/@h" },
  { kind = "feed", url = "https://example.org/feed" },
]
announcement.text = "Levels were reworded."
announcement.link_text = "What changed"
announcement.page = "kitchen/everything.md"
cards.enabled = true
`;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

describe('an identity', () => {
  let built;
  let server;
  before(async () => {
    built = await buildFixture(IDENTITY);
    server = await serve(built.output);
  });
  after(async () => {
    await server?.close();
    await built?.remove();
  });

  for (const [colorScheme, accent, ground] of [
    ['light', 'rgb(122, 31, 92)', 'rgb(255, 250, 240)'],
    ['dark', null, 'rgb(16, 26, 23)'],
  ]) {
    test(`is applied in the ${colorScheme} scheme, and can be read`, async () => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      const { page, faults } = await watchedPage(context, server.root);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${server.root}kitchen/everything/`);
        const seen = await page.evaluate(() => {
          const of = (selector) => getComputedStyle(document.querySelector(selector));
          return {
            ground: of('body').backgroundColor,
            link: of('.content a[href]').color,
            font: of('body').fontFamily,
            bar: of('.announcement').backgroundColor,
          };
        });
        assert.equal(seen.ground, ground);
        if (accent) assert.equal(seen.link, accent);
        else assert.notEqual(seen.link, 'rgb(122, 31, 92)');
        assert.equal(seen.bar, seen.link);
        assert.ok(seen.font.startsWith('Georgia'), seen.font);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(
          (values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }),
          TAGS,
        );
        // The fixture has a table written by hand, see `pages.test.mjs`.
        const unknown = violations.filter(({ id }) => id !== 'scrollable-region-focusable');
        const told = unknown.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
        assert.deepEqual(told, []);
        const overhang = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(overhang <= 0, `${overhang} px too wide at ${width}`);
      }
      // JSON-LD among others: data is no inline script of a Content-Security-Policy.
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test('marks the tab of the section', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.root}kitchen/everything/`);
    const current = page.locator('.tabs [aria-current]');
    assert.equal(await current.count(), 1);
    await page.goto(`${server.root}kitchen/`);
    assert.equal(await current.getAttribute('aria-current'), 'page');
    await page.close();
  });

  test('an announcement that was put away stays away', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.root);
    const bar = page.locator('.announcement');
    assert.ok(await bar.isVisible());
    await bar.getByRole('button').click();
    assert.ok(!await bar.isVisible());
    await page.goto(`${server.root}kitchen/`);
    assert.ok(!await bar.isVisible());
    // Another one is seen.
    await page.evaluate(() => localStorage.setItem('daring:announcement', 'an older one'));
    await page.reload();
    assert.ok(await bar.isVisible());
    await context.close();
  });

  test('an announcement can be read without script, and has no button then', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(server.root);
    assert.ok(await page.locator('.announcement').isVisible());
    assert.ok(!await page.locator('.announcement button').isVisible());
    await context.close();
  });

  test('what others fetch is there, and of the size that is told', async () => {
    const html = await readFile(join(built.output, 'kitchen/everything/index.html'), 'utf8');
    const image = html.match(/property="og:image" content="https:\/\/example.org\/handbook\/([^"]+)"/)[1];
    const size = async (path) => {
      const png = await readFile(join(built.output, path));
      return [png.readUInt32BE(16), png.readUInt32BE(20)];
    };
    assert.deepEqual(await size(image), [1200, 630]);
    const manifest = JSON.parse(await readFile(join(built.output, 'icons/site.webmanifest'), 'utf8'));
    for (const { src, sizes } of manifest.icons.filter(({ type }) => type === 'image/png')) {
      assert.deepEqual(await size(join('icons', src)), sizes.split('x').map(Number));
    }
    const data = JSON.parse(html.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)[1]);
    assert.equal(data.itemListElement.at(-1).item, 'https://example.org/handbook/kitchen/everything/');
  });
});

describe('documents to print', () => {
  let built;
  let server;
  before(async () => {
    built = await buildOwn('print = { enabled = true }');
    server = await serve(built.output);
  });
  after(async () => {
    await server?.close();
    await built?.remove();
  });

  for (const path of ['print/', 'print/vision/', 'print/ladder/']) {
    test(`/${path} is whole: ids are unique, and every link inside leads somewhere`, async () => {
      const context = await browser.newContext({ reducedMotion: 'reduce' });
      const { page, faults } = await watchedPage(context, server.root);
      await page.goto(server.root + path);
      const { ids, lost, headings, sections, jumps } = await page.evaluate(() => {
        const all = [...document.querySelectorAll('[id]')].map((element) => element.id);
        const inside = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1));
        const levels = [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map((h) => Number(h.localName[1]));
        return {
          ids: all.filter((id, index) => all.indexOf(id) !== index),
          lost: inside.filter((id) => id && !document.getElementById(decodeURIComponent(id))),
          headings: document.querySelectorAll('h1').length,
          sections: document.querySelectorAll('.printed').length,
          jumps: levels.filter((level, index) => index > 0 && level > levels[index - 1] + 1).length,
        };
      });
      assert.deepEqual({ ids, lost, headings }, { ids: [], lost: [], headings: 1 });
      assert.ok(sections > 3, `${sections} chapters`);
      assert.equal(jumps, 0, 'a heading is more than one level below the one before');
      assert.equal(await page.locator('meta[name="robots"]').getAttribute('content'), 'noindex');
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test('on paper there is nothing but the document', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.root}print/vision/`);
    await page.emulateMedia({ media: 'print' });
    for (const chrome of ['.rail', '.skip', '.print-note', '.eyebrow nav']) {
      assert.ok(!await page.locator(chrome).first().isVisible(), chrome);
    }
    const pdf = (await page.pdf()).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= await page.locator('.printed').count(), `${pages} pages`);
    await page.close();
  });

  test('a page offers the document of its section', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.root}vision/`);
    await page.locator('.facts a', { hasText: 'Print' }).click();
    assert.equal(new URL(page.url()).pathname, new URL('print/vision/', server.root).pathname);
    await page.close();
  });
});
