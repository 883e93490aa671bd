// The page for unknown addresses, at any depth and below any path, with and without `base_url`.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './browser.mjs';
import { serve } from './server.mjs';
import { buildFixture } from './site.mjs';

describe('the page for unknown addresses', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  for (const base of ['/', '/handbook/', '/a/b/']) {
    for (const [name, settings] of [['base_url', `base_url = "https://handbook.example${base}"`], ['no base_url', '']]) {
      test(`below ${base} with ${name}`, async () => {
        const built = await buildFixture(settings);
        const server = await serve(built.output, base);
        const page = await browser.newPage();
        for (const lost of ['gone', 'gone/', 'no/such/page', 'very/deep/down/to/nowhere/']) {
          const answer = await page.goto(server.root + lost, { waitUntil: 'load' });
          assert.equal(answer.status(), 404);
          assert.equal(await page.locator('h1').innerText(), 'Page not found');
          // Styled: the rail is beside the text.
          await page.waitForFunction(() => getComputedStyle(document.querySelector('.rail')).position !== 'static');
          const hrefs = await page.locator('a[href]:not([href^="#"])').evaluateAll((links) => links.map((link) => link.href));
          assert.ok(hrefs.length > 3);
          assert.deepEqual(hrefs.filter((href) => !href.startsWith(server.root) && !href.startsWith('https://')), []);
          await page.locator('main a', { hasText: 'Go to the first page' }).click();
          assert.equal(page.url(), server.root);
        }
        await page.goto(`${server.root}no/such/page`);
        await page.locator('.search-open').click();
        await page.locator('.search-dialog .search-field').fill('everything');
        await page.locator('.search-dialog [role="option"]').first().waitFor();
        await page.close();
        await server.close();
        await built.remove();
      });
    }
  }

  test('without script it says where it is not, and can be read', async () => {
    const built = await buildFixture('');
    const server = await serve(built.output, '/handbook/');
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.root}no/such/page`);
    assert.match(await page.locator('main').innerText(), /There is no page at this address/);
    await context.close();
    await server.close();
    await built.remove();
  });
});
