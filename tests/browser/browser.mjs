// Starts the browser that the tests drive: the one in CHROMIUM, or the system's.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

import { closeAtTheEnd } from './leftovers.mjs';

// Packages are installed beside `tests/node/package.json`, for all tests that need Node.
const require = createRequire(new URL('../node/package.json', import.meta.url));
const { chromium } = require('playwright-core');

/** The source of axe-core, to be run in a page. */
export const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Where the Nu HTML checker is, to be run with Java. */
export const NU = require.resolve('vnu-jar/build/dist/vnu.jar');

/** Starts a browser that talks to nobody but the page's own server. */
export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  closeAtTheEnd(() => browser.close());
  return browser;
}

/** Lets no request of a tab through that fits `pattern`, until what it resolves to is called. */
export async function hold(page, pattern) {
  let release;
  const released = new Promise((done) => { release = done; });
  await page.route(pattern, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/**
 * Opens a tab and notes what a reader should never cause: errors on the console, failed requests
 * and requests to anywhere but `origin`.
 */
export async function watchedPage(context, origin) {
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    // Chromium says so of its own accord when the next page is shown without the transition between the two.
    if (!/^Transition was (aborted|skipped)/.test(error.message)) faults.push(`script: ${error.message}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is fetched ahead is given up when the reader goes on to another link.
    const { errorText } = request.failure();
    if (errorText !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} (${errorText})`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) faults.push(`request to ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  return { page, faults };
}
