// The files around the pages: what they list is there, below any path, and without `base_url` nothing in
// them is absolute.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { launch } from './browser.mjs';
import { serve } from './server.mjs';
import { build, buildFixture, buildOwn, published } from './site.mjs';

const SITES = { 'this handbook': buildOwn, 'the fixture': buildFixture };

/** Pages that a reader may look for: all but redirects and the page for unknown addresses. */
async function pages(output) {
  const found = (await published(output)).filter((path) => path.endsWith('.html') && path !== '404.html');
  const texts = await Promise.all(found.map((path) => readFile(join(output, path), 'utf8')));
  return found.filter((_, index) => !/http-equiv="refresh"/.test(texts[index]));
}

/** Destinations of the links of a Markdown text, outside of code. */
function links(markdown) {
  const text = markdown.replace(/^(`{3,})[^]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\((?:<([^>]*)>|([^)\s]*))\)/g)].map(([, bracketed, plain]) => bracketed ?? plain);
}

for (const [name, make] of Object.entries(SITES)) {
  test(`every page of ${name} is there as Markdown, and its links lead somewhere`, async () => {
    const { output, remove } = await make('');
    // Generated lists are of links only, and have no text to read.
    const isWritten = (path) => !/^(map|paths|print|search|tags)\//.test(path);
    const twins = (await pages(output)).filter(isWritten).map((path) => path.replace(/html$/, 'md'));
    const missing = twins.filter((path) => !existsSync(join(output, path)));
    assert.deepEqual(missing, []);
    const broken = [];
    for (const path of [...twins, 'llms.txt']) {
      const text = await readFile(join(output, path), 'utf8');
      assert.match(text, /^# \S/m, path);
      for (const href of links(text)) {
        if (/^[a-z][a-z0-9+.-]*:|^#/i.test(href)) continue;
        const target = decodeURIComponent(href.split(/[#?]/)[0]);
        const file = normalize(join(output, dirname(path), target, target.endsWith('/') || target === '' ? 'index.html' : ''));
        if (!file.startsWith(output) || !existsSync(file)) broken.push(`${path}: ${href}`);
      }
    }
    assert.deepEqual(broken, []);
    await remove();
  });

  test(`without base_url ${name} has no absolute address of its own`, async () => {
    const { output, remove } = await make('');
    const files = await published(output);
    assert.deepEqual(files.filter((path) => /^(sitemap.*|feed)\.xml$/.test(path)), []);
    assert.equal(await readFile(join(output, 'robots.txt'), 'utf8'), 'User-agent: *\nDisallow:\n');
    assert.doesNotMatch(await readFile(join(output, 'llms.txt'), 'utf8'), /\]\(<?(?:https?:)?\/\//);
    await remove();
  });
}

describe('with base_url', () => {
  let browser;
  let page;
  before(async () => { browser = await launch(); page = await browser.newPage(); });
  after(() => browser.close());

  /** Parses XML as strictly as a browser does. Resolves to what `read` makes of the document. */
  const parse = (text, read) => page.evaluate(([xml, code]) => {
    const parsed = new DOMParser().parseFromString(xml, 'application/xml');
    const error = parsed.querySelector('parsererror');
    if (error) throw new Error(error.textContent);
    return new Function('document', `return (${code})(document)`)(parsed);
  }, [text, read.toString()]);

  for (const base of ['/', '/handbook/', '/a/b/']) {
    test(`the sitemap below ${base} lists every page, and every address in it is there`, async () => {
      const address = `https://handbook.example${base}`;
      const { output, remove } = await buildFixture(`base_url = "${address}"`);
      const server = await serve(output, base);
      const text = await (await fetch(`${server.root}sitemap.xml`)).text();
      const listed = await parse(text, (document) => ({
        root: document.documentElement.localName,
        space: document.documentElement.namespaceURI,
        places: [...document.querySelectorAll('url > loc')].map((place) => place.textContent),
      }));
      assert.deepEqual([listed.root, listed.space], ['urlset', 'http://www.sitemaps.org/schemas/sitemap/0.9']);
      assert.equal(listed.places.length, (await pages(output)).length);
      assert.equal(new Set(listed.places).size, listed.places.length);
      for (const place of listed.places) {
        assert.ok(place.startsWith(address), place);
        const { status } = await fetch(server.root + place.slice(address.length), { redirect: 'manual' });
        assert.equal(status, 200, place);
      }
      const robots = await (await fetch(`${server.root}robots.txt`)).text();
      assert.match(robots, new RegExp(`^Sitemap: ${address}sitemap.xml$`, 'm'));
      await server.close();
      await remove();
    });
  }

  test('the feed is what RFC 4287 asks for, newest first', async () => {
    const root = await mkdtemp(join(tmpdir(), 'daring-feed-'));
    await mkdir(join(root, 'content'));
    const write = (name, text) => writeFile(join(root, name), text);
    await write('handbook.toml', 'title = "A & <b>"\nbase_url = "https://handbook.example/x/"\n[lints]\n"source/control-character" = "allow"\n');
    await write('content/index.md', '---\nupdated: 2026-02-03T10:00:00+05:00\n---\n# Home & "more"\n');
    await write('content/a b.md', '---\nupdated: 2026-02-03T09:00:00Z\n---\n# A\n\nText <em>with</em> \u0007 & all.\n');
    await write('content/c.md', '---\nupdated: 2025-01-01\n---\n# C\n');
    const output = await build(root);
    const feed = await parse(await readFile(join(output, 'feed.xml'), 'utf8'), (document) => {
      const text = (parent, name) => [...parent.children].find((child) => child.localName === name)?.textContent;
      const links = (parent) => [...parent.children].filter((child) => child.localName === 'link')
        .map((link) => [link.getAttribute('rel'), link.getAttribute('href')]);
      const one = (parent) => ({ id: text(parent, 'id'), title: text(parent, 'title'), updated: text(parent, 'updated'), links: links(parent) });
      const top = document.documentElement;
      return { space: top.namespaceURI, author: text(top, 'author'), ...one(top), entries: [...document.querySelectorAll('entry')].map(one) };
    });
    assert.equal(feed.space, 'http://www.w3.org/2005/Atom');
    assert.equal(feed.author.trim(), 'A & <b>');
    assert.equal(feed.updated, '2026-02-03T09:00:00Z');
    assert.deepEqual(feed.links, [['self', 'https://handbook.example/x/feed.xml'], ['alternate', 'https://handbook.example/x/']]);
    assert.deepEqual(feed.entries.map(({ title, updated }) => [title, updated]), [
      ['A', '2026-02-03T09:00:00Z'],
      ['Home & "more"', '2026-02-03T10:00:00+05:00'],
      ['C', '2025-01-01T00:00:00Z'],
    ]);
    assert.equal(feed.entries[0].id, 'https://handbook.example/x/a-b/');
    assert.equal(new Set(feed.entries.map(({ id }) => id)).size, 3);
    await rm(root, { recursive: true });
  });
});
