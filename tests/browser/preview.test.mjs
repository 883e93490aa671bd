// The browser's side of the preview: what stays when a page changes, and what is said about mistakes.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { AXE, launch, watchedPage } from './browser.mjs';
import { preview } from './preview.mjs';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 780 };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

let server;
let context;
let page;
let faults;

/** Opens `/a/`, one of the served `files`, and waits until it listens. */
async function open(files, options) {
  server = await preview(files);
  context = await browser.newContext({ viewport: DESKTOP, ...options });
  // Marks come and go; a test wants to know whether they came.
  await context.addInitScript(() => {
    const { animate } = Element.prototype;
    window.marked = [];
    Element.prototype.animate = function mark(frames, options) {
      window.marked.push({ text: this.textContent, easing: options.easing });
      return animate.call(this, frames, options);
    };
  });
  ({ page, faults } = await watchedPage(context, server.root));
  await page.goto(`${server.root}/a/`);
  await listening(page);
  // Anything that loads the page again loses this.
  await page.evaluate(() => { window.same = true; });
}

/** Waits until a tab has its stream. */
function listening(tab) {
  const { pathname } = new URL(tab.url());
  return server.listeners((paths) => paths.includes(pathname));
}

afterEach(async () => {
  await context?.close();
  await server?.close();
});

const sheet = (rest = '') => `<!doctype html><html lang="en"><head><title>A</title>${rest}</head>`;
const html = (body, head) => `${sheet(head)}<body><main>\n${body}\n</main></body></html>`;
const long = (number) => Array.from({ length: number }, (_, index) => `<p>Paragraph ${index} of many.</p>`).join('\n');
const panel = (tab = page) => tab.locator('daring-panel');
const isSame = () => page.evaluate(() => window.same === true);
// A stream that ends because the tab takes up another one is none.
const noFaults = () => assert.deepEqual(faults.filter((one) => !/^failed: .*\/\.daring\/events/.test(one)), []);

describe('a page that changes', () => {
  test('is changed in place, and only the changed block is marked', async () => {
    await open({ '/a/': html('<h1>One</h1>\n<p>First.</p>\n<p>Second.</p>\n<p>Third.</p>') });
    const kept = await page.locator('p').nth(2).elementHandle();
    server.save('/a/', html('<h1>One</h1>\n<p>First.</p>\n<p>Between.</p>\n<p>Second <em>edited</em>.</p>\n<p>Third.</p>'));
    await page.getByText('Between.').waitFor();
    assert.deepEqual(await page.locator('p').allInnerTexts(), ['First.', 'Between.', 'Second edited.', 'Third.']);
    assert.equal(await kept.evaluate((node) => node === document.querySelectorAll('p')[3]), true);
    const texts = (await page.evaluate(() => window.marked)).map((one) => one.text).sort();
    assert.deepEqual(texts, ['Between.', 'Second edited.']);
    assert.equal(await isSame(), true);
    noFaults();
  });

  test('keeps place, open details, focus, typed text and selection', async () => {
    const body = (word) => html(`<h1>One</h1>
<details id="more"><summary>More</summary><p>Inside, ${word}.</p></details>
<details><summary>Other</summary><p>Inside the other.</p></details>
<p id="chosen">Before the choice, chosen words, and ${word} after.</p>
<form><input name="q" value="x"><textarea>y</textarea><select><option>1<option>2</select><input type="checkbox"></form>
${long(100)}
<p><a href="#here" id="link">Last link</a> ${word}</p>
${long(100)}`);
    await open({ '/a/': body('old') });
    await page.locator('summary').nth(0).click();
    await page.locator('summary').nth(1).click();
    await page.locator('input[name=q]').fill('typed');
    await page.locator('textarea').fill('typed too');
    await page.locator('select').selectOption('2');
    await page.locator('[type=checkbox]').check();
    await page.locator('#link').focus();
    await page.evaluate(() => {
      const text = document.querySelector('#chosen').firstChild;
      getSelection().setBaseAndExtent(text, 19, text, 31);
    });
    const scrolled = await page.evaluate(() => scrollY);
    assert.ok(scrolled > 500, 'the focused link is far down');
    server.save('/a/', body('new'));
    await page.getByText('Last link new').waitFor();
    const found = await page.evaluate(() => ({
      open: [...document.querySelectorAll('details')].map((one) => one.open),
      inside: document.querySelector('#more p').textContent,
      focus: document.activeElement.id,
      selection: getSelection().toString(),
      values: [...document.forms[0].elements].map((one) => (one.type === 'checkbox' ? one.checked : one.value)),
      scrolled: scrollY,
    }));
    assert.deepEqual(found, {
      open: [true, true],
      inside: 'Inside, new.',
      focus: 'link',
      selection: 'chosen words',
      values: ['typed', 'typed too', '2', true],
      scrolled,
    });
    noFaults();
  });

  test('keeps what scripts and extensions did to it', async () => {
    const page1 = '<pre>code</pre>\n<p>Text.</p>\n<nav><a href="./">Gone</a></nav>';
    await open({ '/a/': html(page1) });
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
      document.querySelector('pre').append(Object.assign(document.createElement('button'), { textContent: 'Copy' }));
      document.querySelector('main').prepend(Object.assign(document.createElement('p'), { textContent: 'Added.' }));
      document.querySelector('nav').remove();
    });
    server.save('/a/', html(page1.replace('code', 'other code').replace('Text.', 'Other text.')));
    await page.getByText('Other text.').waitFor();
    assert.deepEqual(await page.locator('p').allInnerTexts(), ['Added.', 'Other text.']);
    assert.equal(await page.locator('pre').textContent(), 'other codeCopy');
    assert.equal(await page.locator('nav').count(), 0);
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    noFaults();
  });

  test('moves what has an id without making it anew', async () => {
    await open({ '/a/': html('<h2 id="x">X</h2>\n<p>x</p>\n<h2 id="y">Y</h2>\n<p>y</p>') });
    const heading = await page.locator('#x').elementHandle();
    server.save('/a/', html('<h2 id="y">Y</h2>\n<p>y</p>\n<h2 id="x">X again</h2>\n<p>x</p>'));
    await page.getByText('X again').waitFor();
    assert.equal(await page.locator('main').innerText(), 'Y\n\ny\n\nX again\n\nx');
    assert.equal(await heading.evaluate((node) => node === document.querySelector('#x')), true);
  });

  test('becomes the new page after any sequence of edits', async () => {
    await open({ '/a/': html('') });
    const random = generator(20260214);
    for (let round = 0; round < 60; round++) {
      const text = html(blocks(random), `<meta name="description" content="${round}">`);
      server.save('/a/', text);
      await page.waitForFunction((wanted) => document.querySelector('meta')?.content === wanted, String(round));
      const [shown, wanted] = await page.evaluate((source) => {
        const next = new DOMParser().parseFromString(source, 'text/html');
        document.querySelector('body > script[src^="/.daring/"]')?.remove();
        return [document.body.outerHTML.trim(), next.body.outerHTML.trim(), next.head.outerHTML];
      }, text);
      assert.equal(shown, wanted, `round ${round}`);
    }
    assert.equal(await isSame(), true);
    noFaults();
  });

  test('changes its title, language and attributes', async () => {
    await open({ '/a/': html('<p class="old">Text.</p>') });
    server.save('/a/', html('<p lang="de">Text.</p>').replace('<title>A', '<title>B').replace('lang="en"', 'lang="fr"'));
    await page.waitForFunction(() => document.title === 'B');
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    assert.equal(await page.locator('p').evaluate((node) => node.outerHTML), '<p lang="de">Text.</p>');
  });

  test('is marked without movement where movement is not wanted', async () => {
    await open({ '/a/': html('<p>Old.</p>') }, { reducedMotion: 'reduce' });
    server.save('/a/', html('<p>New.</p>'));
    await page.getByText('New.').waitFor();
    assert.deepEqual(await page.evaluate(() => window.marked), [{ text: 'New.', easing: 'steps(1, end)' }]);
  });

  test('is loaded again when other scripts belong to it, not when their folder is renamed', async () => {
    const files = { '/one/x.js': 'window.ran = 1', '/two/x.js': 'window.ran = 2', '/two/y.js': 'window.ran = 3' };
    const withScript = (src, text) => html(`<p>${text}</p>`, `<script src="${src}" defer></script>`);
    await open({ ...files, '/a/': withScript('/one/x.js', 'first') });
    server.save('/a/', withScript('/two/x.js', 'second'));
    await page.getByText('second').waitFor();
    assert.deepEqual(await page.evaluate(() => [window.same, window.ran]), [true, 1]);
    server.save('/a/', withScript('/two/y.js', 'third'));
    await page.waitForFunction(() => window.ran === 3);
    assert.equal(await isSame(), false);
  });

  test('is not the other tab', async () => {
    await open({ '/a/': html('<p>A.</p>'), '/b/': html('<p>B.</p>') });
    const other = await watchedPage(context, server.root);
    await other.page.goto(`${server.root}/b/`);
    await listening(other.page);
    await other.page.evaluate(() => {
      window.changes = 0;
      new MutationObserver(() => { window.changes += 1; }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    server.save('/a/', html('<p>A, edited.</p>'));
    await page.getByText('A, edited.').waitFor();
    assert.equal(await other.page.evaluate(() => window.changes), 0);
    server.save('/b/', html('<p>B, edited.</p>'));
    await other.page.getByText('B, edited.').waitFor();
    assert.deepEqual(await page.locator('p').allInnerTexts(), ['A, edited.']);
    assert.deepEqual([...faults, ...other.faults], []);
  });
});

describe('files of a page', () => {
  const linked = (href) => html('<p>Text.</p>', `<link rel="stylesheet" href="${href}">`);
  const color = () => page.locator('p').evaluate((node) => getComputedStyle(node).color);

  test('a style sheet with a new address takes over when it has loaded', async () => {
    await open({ '/1.css': 'p { color: rgb(1, 1, 1) }', '/2.css': 'p { color: rgb(2, 2, 2) }', '/a/': linked('/1.css') });
    assert.equal(await color(), 'rgb(1, 1, 1)');
    // No frame without style: looked at whenever a sheet comes or goes.
    await page.evaluate(() => {
      window.colors = new Set();
      new MutationObserver(() => window.colors.add(getComputedStyle(document.querySelector('p')).color))
        .observe(document.head, { childList: true });
    });
    server.save('/a/', linked('/2.css'));
    await page.waitForFunction(() => document.querySelectorAll('head link').length === 1 && document.querySelector('[href="/2.css"]'));
    assert.equal(await color(), 'rgb(2, 2, 2)');
    assert.deepEqual(await page.evaluate(() => [...window.colors].filter((one) => !/\b[12], /.test(one))), []);
    assert.equal(await isSame(), true);
    noFaults();
  });

  test('of two quick changes the last one stays', async () => {
    await open({ '/1.css': '', '/2.css': '', '/3.css': 'p { color: rgb(3, 3, 3) }', '/a/': linked('/1.css') });
    server.save('/a/', linked('/2.css'));
    server.save('/a/', linked('/3.css'));
    await page.waitForFunction(() => [...document.querySelectorAll('head link')].map((one) => one.getAttribute('href')).join() === '/3.css');
    assert.equal(await color(), 'rgb(3, 3, 3)');
  });

  test('a style sheet and a picture that keep their address are loaded again', async () => {
    const svg = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`;
    const text = html('<p>Text.</p><img src="/x.svg" alt="">', '<link rel="stylesheet" href="/x.css">');
    await open({ '/x.css': 'p { color: rgb(1, 1, 1) }', '/x.svg': svg(10), '/a/': text });
    server.save('/x.css', 'p { color: rgb(2, 2, 2) }');
    server.save('/x.svg', svg(20));
    server.tell(undefined, 'asset', { paths: ['/x.css', '/x.svg'] });
    await page.waitForFunction(() => document.images[0].naturalWidth === 20);
    await page.waitForFunction(() => getComputedStyle(document.querySelector('p')).color === 'rgb(2, 2, 2)');
    server.save('/a/', text.replace('Text.', 'Edited.'));
    await page.getByText('Edited.').waitFor();
    assert.equal(await color(), 'rgb(2, 2, 2)');
    assert.equal(await page.locator('head link').count(), 1);
    assert.equal(await isSame(), true);
    noFaults();
  });

  test('a script that keeps its address loads the page again', async () => {
    await open({ '/x.js': 'window.ran = 1', '/a/': html('<p>Text.</p>', '<script src="/x.js"></script>') });
    server.save('/x.js', 'window.ran = 2');
    server.tell(undefined, 'asset', { paths: ['/x.js'] });
    await page.waitForFunction(() => window.ran === 2);
  });
});

describe('a page that goes elsewhere', () => {
  test('is followed to its new address, in place', async () => {
    const text = html(`<p>Old.</p>${long(100)}`);
    await open({ '/a/': text });
    await page.evaluate(() => scrollTo(0, 700));
    server.save('/b/', text.replace('Old.', 'New.'));
    server.tell('/a/', 'moved', { to: '/b/' });
    await page.getByText('New.').waitFor({ state: 'attached' });
    assert.deepEqual(await page.evaluate(() => [location.pathname, scrollY, window.same]), ['/b/', 700, true]);
    await page.waitForFunction(() => document.querySelector('daring-panel').hidden);
    await server.listeners((paths) => paths.join() === '/b/');
    noFaults();
  });

  test('is said to be deleted, until it is back', async () => {
    await open({ '/a/': html('<p>Last text.</p>') });
    server.tell('/a/', 'gone', { path: '/a/' });
    await panel().getByText('/a/ was deleted. What you see is its last text.').waitFor();
    assert.equal(await page.getByText('Last text.', { exact: true }).isVisible(), true);
    assert.equal(await panel().getByRole('link', { name: 'Start page' }).getAttribute('href'), '/');
    server.save('/a/', html('<p>Back.</p>'));
    await page.getByText('Back.').waitFor();
    await panel().waitFor({ state: 'hidden' });
  });

  test('follows the writer to another page and to a place on the same one', async () => {
    await open({ '/a/': html(`${long(200)}<h2 id="far">Far</h2>`), '/b/': html('<h2 id="x">X</h2>') });
    server.tell(undefined, 'go', { to: '/a/', anchor: 'far' });
    await page.waitForFunction(() => scrollY > 500);
    assert.equal(await isSame(), true);
    server.tell(undefined, 'go', { to: '/b/', anchor: 'x' });
    await page.waitForURL(`${server.root}/b/#x`);
  });

  test('never leaves the preview', async () => {
    await open({ '/a/': html('<p>Text.</p>') });
    server.tell(undefined, 'go', { to: '//elsewhere.example/' });
    await page.waitForURL(`${server.root}//elsewhere.example/`);
  });
});

describe('the connection', () => {
  test('is taken up again with a server that was started anew', async () => {
    await open({ '/a/': html('<p>Old.</p>') });
    await server.close();
    await panel().getByText('The preview does not answer.').waitFor();
    // Its first version again, with other text: the number alone would say that nothing changed.
    server = await preview({ '/a/': html('<p>New.</p>') }, server.port);
    await page.getByText('New.').waitFor();
    await panel().waitFor({ state: 'hidden' });
    assert.equal(await isSame(), true);
  });

  test('is made with the page that was loaded, though it changed meanwhile', async () => {
    await open({ '/a/': html('<p>Old.</p>') });
    let first = true;
    await page.route('**/.daring/client.js', async (route) => {
      if (first) server.save('/a/', html('<p>New.</p>'));
      first = false;
      await route.continue();
    });
    await page.reload();
    await page.getByText('New.').waitFor();
  });

  test('is given back by hidden tabs when others need it', async () => {
    await open({ '/a/': html('<p>Old.</p>') });
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => window.covered });
      window.covered = true;
    });
    const others = [];
    for (let tab = 0; tab < 3; tab++) {
      const other = await context.newPage();
      await other.goto(`${server.root}/a/`);
      others.push(other);
    }
    await server.listeners((paths) => paths.length === 3);
    server.save('/a/', html('<p>New.</p>'));
    await others[2].getByText('New.').waitFor();
    assert.deepEqual(await page.locator('p').allInnerTexts(), ['Old.']);
    await page.evaluate(() => {
      window.covered = false;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByText('New.').waitFor();
    await server.listeners((paths) => paths.length === 4);
  });
});

const REPORT = `error[link/unknown-page]: no page \`x.md\`
 --> content/a.md:3:5
  |
3 | One two
  |     ^ nothing is there
  |
  = help: did you mean \`y.md\`?
`;
const MISTAKE = {
  severity: 'error', code: 'link/unknown-page', message: 'no page `x.md`', path: 'content/a.md', line: 3, column: 5,
  report: REPORT, editor: 'vscode://file/content/a.md:3:5',
};

describe('the panel', () => {
  beforeEach(() => open({ '/a/': html('<p>Text.</p>') }));

  test('comes and goes with the mistake, in the words of the terminal', async () => {
    assert.equal(await panel().isVisible(), false);
    server.report({ here: [MISTAKE], elsewhere: { errors: 1, warnings: 2 } });
    await panel().waitFor();
    assert.equal(await panel().locator('summary').innerText(), '1 error on this page · 1 error, 2 warnings elsewhere');
    assert.equal(await panel().locator('pre').textContent(), REPORT);
    const link = panel().getByRole('link', { name: 'content/a.md:3:5' });
    assert.equal(await link.getAttribute('href'), MISTAKE.editor);
    server.report({ elsewhere: { errors: 0, warnings: 1 } });
    await panel().getByText('1 warning elsewhere').first().waitFor();
    assert.equal(await panel().locator('pre').count(), 0);
    server.report({});
    await panel().waitFor({ state: 'hidden' });
    noFaults();
  });

  test('says that the last good site is shown', async () => {
    server.report({ here: [{ ...MISTAKE, path: 'templates/page.html' }], blocked: true });
    await panel().getByText('What you see is the last version that could be built.').waitFor();
  });

  test('shows markup in names and values as text', async () => {
    const evil = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">';
    const path = `content/${evil}.md`;
    const report = `error[front-matter/value]: \`${evil}\`\n --> ${path}:1:1\n  |\n1 | title: ${evil}\n`;
    server.report({ here: [{ ...MISTAKE, message: evil, path, line: 1, column: 1, report, editor: 'javascript:window.hacked=3' }] });
    server.tell('/a/', 'gone', { path: `/${evil}/` });
    await panel().getByText('was deleted').waitFor();
    assert.equal(await panel().locator('pre').textContent(), report);
    assert.equal(await panel().locator('script, img').count(), 0);
    const place = panel().locator('pre a');
    assert.equal(await place.textContent(), `${path}:1:1`);
    assert.equal(await place.getAttribute('href'), null);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    noFaults();
  });

  test('is folded and unfolded with the keyboard, and stays as it was left', async () => {
    server.report({ here: [MISTAKE] });
    const report = panel().locator('pre');
    await report.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.querySelector('daring-panel').shadowRoot.activeElement.href), MISTAKE.editor);
    // A new report leaves the focus where it is.
    server.report({ here: [MISTAKE, { ...MISTAKE, report: REPORT.replaceAll(':3:', ':4:'), line: 4 }] });
    await panel().getByText('2 errors on this page').first().waitFor();
    assert.equal(await page.evaluate(() => document.querySelector('daring-panel').shadowRoot.activeElement.href), MISTAKE.editor);
    await page.keyboard.press('Escape');
    await report.first().waitFor({ state: 'hidden' });
    await page.reload();
    await panel().locator('summary').waitFor();
    assert.equal(await report.first().isVisible(), false);
    await panel().locator('summary').focus();
    await page.keyboard.press('Enter');
    await report.first().waitFor();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [PHONE, DESKTOP]) {
      test(`can be read by everybody: ${colorScheme}, ${viewport.width} px`, async () => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        const wide = { ...MISTAKE, report: REPORT.replace('One two', `One two ${'three '.repeat(60)}`) };
        const many = Array.from({ length: 12 }, (_, index) => (index % 2 ? wide : { ...MISTAKE, severity: 'warning' }));
        server.report({ here: many, blocked: true });
        await panel().locator('li').first().waitFor();
        await page.addScriptTag({ content: AXE }).catch(() => page.evaluate(AXE));
        const { violations } = await page.evaluate(() => window.axe.run('daring-panel'));
        assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.failureSummary)]), []);
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overhang <= 0);
        const { height } = await panel().boundingBox();
        assert.ok(height <= viewport.height * 0.46, `${height} px high`);
        // The last report can be scrolled to, below the line that folds the panel.
        const last = panel().locator('pre').last();
        await last.scrollIntoViewIfNeeded();
        assert.ok((await last.boundingBox()).y < viewport.height - 20);
        assert.equal(await panel().locator('summary').isVisible(), true);
      });
    }
  }
});

/** Numbers below `limit`, the same ones every time. */
function generator(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function blocks(random) {
  const words = () => Array.from({ length: 1 + random(4) }, () => ['one', 'two', 'three', '<em>four</em>', '<a href="#x">five</a>'][random(5)]).join(' ');
  const block = () => [
    () => `<p>${words()}</p>`,
    () => `<h2 id="h${random(6)}">${words()}</h2>`,
    () => `<ul>${Array.from({ length: random(4) }, () => `<li class="c${random(2)}">${words()}</li>`).join('')}</ul>`,
    () => '<hr>',
    () => `<details${random(2) ? ' open' : ''}><summary>${words()}</summary>${words()}</details>`,
    () => `<template><p>${words()}</p></template>`,
    () => `<svg viewBox="0 0 1 ${random(3)}"><use href="#u${random(3)}"/></svg>`,
    () => `<!-- ${random(3)} -->`,
  ][random(8)]();
  return Array.from({ length: random(10) }, block).join(random(2) ? '\n' : '');
}
