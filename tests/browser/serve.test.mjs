// `daring serve` with a browser, as a writer uses it: files are saved, and tabs are looked at.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { launch, watchedPage } from './browser.mjs';
import { serveProject } from './site.mjs';

const HOME = '# Home\n\nSee [the guide](guide.md).\n';
const GUIDE = `# Guide

<details><summary>More</summary>

Inside.

</details>

Before the choice, chosen words, and after.

${'A paragraph of many.\n\n'.repeat(80)}
[The last link](index.md) of the guide.

${'A paragraph of many.\n\n'.repeat(80)}`;
const PROJECT = { 'handbook.toml': 'title = "Preview"\n', 'content/index.md': HOME, 'content/guide.md': GUIDE };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

let server;
let context;

async function start(files = PROJECT, options = []) {
  server = await serveProject(files, options);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  // The strictest policy that a site without inline code can have: what the preview adds must do with it.
  await context.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': "default-src 'self'" };
    return route.fulfill({ response, headers });
  });
}

/** Opens a tab and waits until it has its stream. */
async function open(path = '') {
  const { page, faults } = await watchedPage(context, new URL(server.root).origin);
  const stream = page.waitForResponse((response) => response.url().includes('/.daring/events'));
  await page.goto(new URL(path, server.root).href);
  await stream;
  // Anything that loads the page again loses this.
  await page.evaluate(() => { window.same = true; });
  return { page, faults };
}

afterEach(async () => {
  await context?.close();
  await server?.close();
});

const panel = (page) => page.locator('daring-panel');
const isSame = (page) => page.evaluate(() => window.same === true);
const without = (faults) => faults.filter((one) => !/^failed: .*\/\.daring\/events/.test(one));

test('of two tabs, the one whose page was edited changes, and nothing in it is lost', async () => {
  await start();
  const guide = await open('guide/');
  const home = await open();
  await home.page.evaluate(() => {
    window.changes = [];
    const place = ({ target }) => (target.closest ? target : target.parentElement).closest('.mentions')?.className;
    new MutationObserver((records) => window.changes.push(...records.map(place)))
      .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await guide.page.locator('main details:has-text("More") summary').click();
  await guide.page.getByRole('link', { name: 'The last link' }).focus();
  const scrolled = await guide.page.evaluate(() => {
    const text = [...document.querySelectorAll('p')].find((one) => one.textContent.startsWith('Before')).firstChild;
    getSelection().setBaseAndExtent(text, 19, text, 31);
    return scrollY;
  });
  assert.ok(scrolled > 500, 'the focused link is far down');
  await server.save('content/guide.md', GUIDE.replace('and after.', 'and edited.').replace('of the guide', 'of the edited guide'));
  await guide.page.getByText('of the edited guide').waitFor();
  const found = await guide.page.evaluate(() => ({
    text: [...document.querySelectorAll('p')].find((one) => one.textContent.startsWith('Before')).textContent,
    open: [...document.querySelectorAll('details')].find((one) => one.textContent.includes('More')).open,
    focus: document.activeElement.textContent,
    selection: getSelection().toString(),
    scrolled: scrollY,
    same: window.same,
  }));
  assert.deepEqual(found, {
    text: 'Before the choice, chosen words, and edited.',
    open: true,
    focus: 'The last link',
    selection: 'chosen words',
    scrolled,
    same: true,
  });
  // It says where it is mentioned, in a sentence of the guide that was edited.
  assert.deepEqual(await home.page.evaluate(() => window.changes), ['mentions']);
  await server.save('content/index.md', `${HOME}\nMore.\n`);
  await home.page.getByText('More.').waitFor();
  assert.deepEqual(without([...guide.faults, ...home.faults]), []);
});

test('the panel says what the terminal says, and goes with the mistake', async () => {
  await start(PROJECT, ['--editor', 'vscode']);
  const guide = await open('guide/');
  const home = await open();
  await server.save('content/guide.md', `${GUIDE}\n[Nowhere](nowhere.md)\n`);
  const report = panel(guide.page).locator('pre');
  await report.waitFor();
  const said = await server.check();
  const shown = await report.textContent();
  assert.ok(shown.startsWith('error[link/unknown-page]') && said.includes(shown.trimEnd()), `${shown}\n---\n${said}`);
  const editor = await panel(guide.page).getByRole('link').getAttribute('href');
  assert.match(editor, /^vscode:\/\/file\/.*\/content\/guide\.md:\d+:11$/);
  await panel(home.page).getByText('1 error elsewhere').waitFor();
  await server.save('content/guide.md', GUIDE);
  await panel(guide.page).waitFor({ state: 'hidden' });
  await panel(home.page).waitFor({ state: 'hidden' });
  assert.equal(await isSame(guide.page), true);
  assert.deepEqual(without([...guide.faults, ...home.faults]), []);
});

test('markup in the name of a file and in front matter is text', async () => {
  await start({ ...PROJECT, 'content/<img src=x onerror=hacked=1>.md': '# Evil\n' });
  const home = await open();
  await home.page.getByRole('link', { name: 'Evil' }).first().click();
  await home.page.getByRole('heading', { name: 'Evil' }).waitFor();
  const evil = '---\ntitle: Evil\ndraft: "<script>window.hacked=1</script>"\n---\n';
  await server.save('content/<img src=x onerror=hacked=1>.md', evil);
  const report = panel(home.page).locator('pre');
  await report.waitFor();
  const shown = await report.textContent();
  assert.ok(shown.includes('<script>window.hacked=1</script>') && shown.includes('content/<img src=x onerror=hacked=1>.md:3:8'), shown);
  assert.equal(await panel(home.page).locator('script, img').count(), 0);
  assert.equal(await home.page.evaluate(() => window.hacked), undefined);
});

test('style sheets and scripts of the theme take effect', async () => {
  const base = '{% extends "default/base.html" %}{% block body_end %}<script src="{{ root }}{{ asset(path="x.js") }}"></script>{% endblock %}';
  const own = { 'templates/base.html': base, 'assets/x.js': 'window.ran = 1;', 'assets/style.css': 'body { color: rgb(1, 1, 1) }' };
  await start({ ...PROJECT, ...own });
  const { page, faults } = await open();
  const color = (wanted) => page.waitForFunction((value) => getComputedStyle(document.body).color === value, wanted);
  await color('rgb(1, 1, 1)');
  await server.save('assets/style.css', 'body { color: rgb(2, 2, 2) }');
  await color('rgb(2, 2, 2)');
  // The one that it takes the place of goes when the new one is there.
  await page.waitForFunction(() => {
    const names = [...document.querySelectorAll('head link[rel=stylesheet]')].map((one) => one.href.split('/').pop());
    return names.length > 1 && new Set(names).size === names.length;
  });
  assert.equal(await isSame(page), true);
  await server.save('assets/x.js', 'window.ran = 2;');
  await page.waitForFunction(() => window.ran === 2);
  // The page is loaded again for its script, maybe while its new icon and style are on the way.
  assert.deepEqual(without(faults).filter((one) => !one.endsWith('(net::ERR_ABORTED)')), []);
});

test('a static style sheet that keeps its address takes effect', async () => {
  const base = '{% extends "default/base.html" %}{% block head_extra %}<link rel="stylesheet" href="{{ root }}own.css">{% endblock %}';
  await start({ ...PROJECT, 'templates/base.html': base, 'static/own.css': 'body { color: rgb(1, 1, 1) }' });
  const { page } = await open();
  await server.save('static/own.css', 'body { color: rgb(2, 2, 2) }');
  await page.waitForFunction(() => getComputedStyle(document.body).color === 'rgb(2, 2, 2)');
  assert.equal(await isSame(page), true);
});

test('a tab follows its page to a new name, and says when it was deleted', async () => {
  await start();
  const { page } = await open('guide/');
  await page.evaluate(() => scrollTo(0, 700));
  await server.rename('content/guide.md', 'content/manual.md');
  await page.waitForURL(/\/manual\/$/);
  await panel(page).getByText('elsewhere').waitFor(); // The link of the first page.
  assert.deepEqual(await page.evaluate(() => [scrollY, window.same]), [700, true]);
  await server.save('content/manual.md', GUIDE.replace('# Guide', '# Manual'));
  await page.getByRole('heading', { name: 'Manual' }).waitFor();
  await server.save('content/manual.md', null);
  await panel(page).getByText('was deleted').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Manual' }).isVisible(), true);
  await server.save('content/manual.md', '# Back again\n');
  await page.getByRole('heading', { name: 'Back again' }).waitFor();
  await panel(page).getByText('was deleted').waitFor({ state: 'hidden' });
});

test('a broken template or configuration keeps the last good site until it is mended', async () => {
  const template = '{% extends "default/page.html" %}{% block content %}<p>Mine.</p>{{ super() }}{% endblock %}';
  await start({ ...PROJECT, 'templates/page.html': template });
  const { page } = await open('guide/');
  await server.save('templates/page.html', `${template}{% if %}`);
  await panel(page).getByText('What you see is the last version that could be built.').waitFor();
  assert.equal(await page.getByText('Mine.', { exact: true }).isVisible(), true);
  await server.save('templates/page.html', template.replace('Mine.', 'Still mine.'));
  await page.getByText('Still mine.').waitFor();
  await panel(page).waitFor({ state: 'hidden' });
  await server.save('handbook.toml', 'title = \n');
  await panel(page).getByText('What you see is the last version that could be built.').waitFor();
  await server.save('handbook.toml', 'title = "Renamed"\n');
  await page.waitForFunction(() => document.title.includes('Renamed'));
  await panel(page).waitFor({ state: 'hidden' });
  assert.equal(await isSame(page), true);
});

test('with --follow, the tab goes to the page that was edited', async () => {
  await start(PROJECT, ['--follow']);
  const { page } = await open();
  await server.save('content/guide.md', GUIDE.replace('# Guide', '# Edited guide'));
  await page.waitForURL(/\/guide\/$/);
  await page.getByRole('heading', { name: 'Edited guide' }).waitFor();
});

test('under a base path everything is the same', async () => {
  await start({ ...PROJECT, 'handbook.toml': 'title = "Preview"\nbase_url = "https://example.org/hand/book/"\n' });
  assert.match(server.root, /\/hand\/book\/$/);
  const { page, faults } = await open('guide/');
  await server.save('content/guide.md', `${GUIDE}\nEdited.\n`);
  await page.getByText('Edited.').waitFor();
  assert.deepEqual(without(faults), []);
});
