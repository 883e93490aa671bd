// Every internal link, asset and fragment of the published sites leads somewhere, wherever the site
// is put: at the root of a host, below any path, and in a folder.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { launch } from './browser.mjs';
import { crawl } from './crawl.mjs';
import { serve } from './server.mjs';
import { buildFixture, buildOwn, published } from './site.mjs';

const SITES = { 'this handbook': buildOwn, 'the fixture': buildFixture };

async function overHttp(address) {
  const response = await fetch(address, { redirect: 'manual' });
  return {
    ok: response.status === 200,
    type: response.headers.get('content-type'),
    text: await response.text(),
  };
}

/** From a folder there is no server to add `index.html`: only files count. */
async function fromDisk(address) {
  const path = fileURLToPath(address);
  const ok = existsSync(path) && statSync(path).isFile();
  const type = { html: 'text/html', css: 'text/css' }[path.split('.').pop()] ?? '';
  return { ok, type, text: ok ? readFileSync(path, 'utf8') : '' };
}

/** Asserts that nothing is broken, and that a reader can get to every page. */
async function assertWhole(root, starts, load, output) {
  const { seen, fragments, broken } = await crawl(root, starts, load);
  assert.deepEqual(broken, []);
  assert.ok(fragments > 20, `only ${fragments} fragments were followed`);
  const pages = (await published(output)).filter((path) => path.endsWith('.html') && path !== '404.html');
  const isSeen = (path) => seen.has(root + encodeURI(path)) || seen.has(root + encodeURI(path.replace(/index\.html$/, '')));
  const isRedirect = (path) => /http-equiv="refresh"/.test(readFileSync(`${output}/${path}`, 'utf8'));
  assert.deepEqual(pages.filter((path) => !isSeen(path) && !isRedirect(path)), [], 'pages that no link leads to');
  return pages;
}

for (const [name, build] of Object.entries(SITES)) {
  for (const base of ['/', '/handbook/', '/a/b/']) {
    test(`${name} below ${base}`, async () => {
      const built = await build('');
      const server = await serve(built.output, base);
      const redirects = (await published(built.output)).filter((path) => path.startsWith('old/'));
      const starts = ['', ...redirects].map((path) => server.root + path);
      await assertWhole(server.root, starts, overHttp, built.output);
      await server.close();
      await built.remove();
    });

    test(`the page for unknown addresses of ${name} below ${base}`, async () => {
      const built = await build(`base_url = "https://handbook.example${base}"`);
      const server = await serve(built.output, base);
      const lost = `${server.root}no/such/page/`;
      const { broken } = await crawl(server.root, [lost], overHttp);
      assert.deepEqual(broken, [`${lost} is not there`]);
      await server.close();
      await built.remove();
    });
  }
}

describe('from a folder', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  for (const [name, build] of Object.entries(SITES)) {
    test(name, async () => {
      const built = await build('url_style = "file"');
      const root = `${pathToFileURL(built.output).href}/`;
      await assertWhole(root, [`${root}index.html`], fromDisk, built.output);
      const page = await browser.newPage();
      await page.goto(`${root}index.html`);
      await page.locator('nav[aria-label="Handbook"] a').first().click();
      assert.notEqual(page.url(), `${root}index.html`);
      assert.equal(await page.locator('h1').count(), 1);
      assert.notEqual(await page.locator('.rail').evaluate((rail) => getComputedStyle(rail).position), 'static');
      await page.close();
      await built.remove();
    });
  }
});

test('a former address leads to the place that was asked for, and back does not return to it', async () => {
  const built = await buildFixture('');
  const server = await serve(built.output, '/handbook/');
  const browser = await launch();
  const page = await browser.newPage();
  const now = `${server.root}kitchen/everything/`;
  for (const asked of ['', '#a-table', '?path=x#a-table']) {
    await page.goto(server.root);
    await page.goto(`${server.root}old/everything/${asked}`);
    await page.waitForURL(`${now}${asked}`);
    await page.goBack();
    assert.equal(page.url(), server.root);
  }
  const unscripted = await browser.newPage({ javaScriptEnabled: false });
  await unscripted.goto(`${server.root}old/everything/#a-table`);
  await unscripted.waitForURL((url) => url.href.startsWith(now));
  await browser.close();
  await server.close();
  await built.remove();
});

test('the crawler finds what is broken', async () => {
  const root = 'http://host.example/base/';
  const files = {
    [root]: '<a href="a/#here">a</a> <a href="a/#gone">b</a> <a href="gone/">c</a> <a href="/elsewhere">d</a><!-- <a href="no/"> -->',
    [`${root}a/`]: '<p id="here">x <img src=\'../gone.png\' alt=""> <a href="https://other.example/">e</a></p>',
  };
  const load = async (address) => ({ ok: address in files, type: 'text/html', text: files[address] ?? '' });
  const { broken } = await crawl(root, [root], load);
  assert.deepEqual(broken.sort(), [
    `${root}: /elsewhere leads out of ${root}`,
    `${root}: a/#gone has no such anchor`,
    `${root}gone.png is not there`,
    `${root}gone/ is not there`,
  ]);
});
