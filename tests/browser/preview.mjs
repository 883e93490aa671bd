// A server that says what `daring serve` would say, when a test tells it to: the browser's side of the
// preview can be tried with messages that the real server sends only in unlikely moments.

import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { REPOSITORY } from './site.mjs';

const OWN = { '/.daring/client.js': 'text/javascript', '/.daring/client.css': 'text/css' };

/**
 * Serves `files` (a text for each path, a page where the path ends in `/`) with the script of the
 * preview, on `port` of the loopback interface; on a free one if it is 0.
 */
export async function preview(files, port = 0) {
  const state = { files: new Map(Object.entries(files)), version: 1, problems: NO_PROBLEMS };
  const streams = new Set();
  const changes = new EventEmitter();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/.daring/events') return listen(url, response);
    const { status, type, body } = await answer(state, url.pathname);
    // The strictest policy that a site without inline code can have.
    const headers = { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': "default-src 'self'" };
    response.writeHead(status, { ...headers, 'cache-control': 'no-store' });
    response.end(body);
  });

  function listen(url, response) {
    const stream = { path: url.searchParams.get('path'), response };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    streams.add(stream);
    response.on('close', () => streams.delete(stream) && changes.emit('streams'));
    say(stream, 'hello', { version: state.version });
    if (url.searchParams.get('version') !== String(state.version)) sendPage(stream);
    say(stream, 'problems', state.problems);
    changes.emit('streams');
  }

  function sendPage(stream) {
    const html = state.files.get(stream.path);
    if (html !== undefined) say(stream, 'page', { version: state.version, html });
  }

  function tell(path, event, data) {
    for (const stream of streams) if (path === undefined || stream.path === path) say(stream, event, data);
  }

  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    root: `http://127.0.0.1:${server.address().port}`,
    port: server.address().port,
    /** Waits until `holds` is true of the paths of the pages that tabs listen to. */
    async listeners(holds) {
      while (!holds([...streams].map((stream) => stream.path).sort())) await once(changes, 'streams');
    },
    /** Sends an event to the tabs of `path`; to all of them if it is undefined. */
    tell,
    /** Changes a file; tabs that show it are told if it is a page. `null` deletes it. */
    save(path, text) {
      if (text === null) state.files.delete(path);
      else state.files.set(path, text);
      state.version += 1;
      for (const stream of streams) if (stream.path === path) sendPage(stream);
    },
    /** Changes what is wrong, for all tabs. */
    report(problems) {
      state.problems = { ...NO_PROBLEMS, ...problems };
      tell(undefined, 'problems', state.problems);
    },
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

const NO_PROBLEMS = { here: [], elsewhere: { errors: 0, warnings: 0 }, blocked: false };

function say({ response }, event, data) {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

async function answer({ files, version }, path) {
  if (path in OWN) {
    const file = join(REPOSITORY, 'src/serve', path.split('/').pop());
    return { status: 200, type: OWN[path], body: await readFile(file) };
  }
  if (path === '/favicon.ico') return { status: 200, type: TYPES.svg, body: '' };
  const body = files.get(path);
  if (body === undefined) return { status: 404, type: 'text/plain', body: 'not found' };
  if (!path.endsWith('/')) return { status: 200, type: TYPES[path.split('.').pop()], body };
  const tag = `<script src="/.daring/client.js" defer data-version="${version}"></script>`;
  return { status: 200, type: 'text/html', body: body.replace(/<\/body>|$/, (end) => tag + end) };
}

const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
