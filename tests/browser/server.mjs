// A static file server for one published site: what GitHub Pages does, and no more.
//
// It sends the strictest Content-Security-Policy that a site without inline code can have, so a
// page that needs more shows up as an error on the console.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

import { closeAtTheEnd } from './leftovers.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml',
};

/**
 * Serves `folder` below `base` (a path that begins and ends with `/`) on a free port of the
 * loopback interface. Resolves to the address of the site's root and a function that ends it.
 */
export async function serve(folder, base = '/') {
  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(folder, base, request.url);
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy': "default-src 'self'",
      'x-content-type-options': 'nosniff',
      ...(status === 301 ? { location: body } : {}),
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const close = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  closeAtTheEnd(close);
  return { root: `http://127.0.0.1:${port}${base}`, close };
}

async function answer(folder, base, url) {
  const path = decodeURIComponent(url.split('?')[0]);
  if (!path.startsWith(base)) return { status: 404, type: 'text/plain', body: 'outside the base path' };
  const file = normalize(join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : ''));
  if (!(file + sep).startsWith(folder + sep)) return { status: 404, type: 'text/plain', body: 'outside' };
  try {
    return { status: 200, type: TYPES[extname(file)] ?? 'application/octet-stream', body: await readFile(file) };
  } catch (error) {
    if (error.code === 'EISDIR') return { status: 301, type: 'text/plain', body: `${url}/` };
    return { status: 404, type: TYPES['.html'], body: await readFile(join(folder, '404.html')) };
  }
}
