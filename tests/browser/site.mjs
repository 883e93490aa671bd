// Builds sites with the program itself, into folders that go away with the test.
//
// `DARING` names the program; without it, the one that `cargo build` leaves is used.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { closeAtTheEnd } from './leftovers.mjs';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target');
  const candidates = [process.env.DARING, join(target, 'release/daring'), join(target, 'debug/daring')];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('no program to test: run `cargo build`, or name one in DARING');
  return found;
}

/** Makes a folder for the length of a test. */
async function scratch() {
  const folder = await mkdtemp(join(tmpdir(), 'daring-browser-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Builds the project in `root` with lines added in front of its `handbook.toml`. Rejects, with
 * the report, when anything but a clean site comes out. Resolves to the folder of the site.
 */
export async function build(root, settings = '') {
  const file = join(root, 'handbook.toml');
  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  await writeFile(file, `${settings}\n${before}`);
  const output = join(root, 'public');
  const daring = program();
  try {
    await run(daring, ['build', '--root', root, '--out', output, '--drafts', '--deny', 'warnings']);
  } catch (error) {
    throw new Error(`the build failed:\n${error.stdout}\n${error.stderr}`);
  }
  return output;
}

/** Builds this repository's own handbook. */
export async function buildOwn(settings) {
  const { folder, remove } = await scratch();
  await cp(join(REPOSITORY, 'content'), join(folder, 'content'), { recursive: true });
  await cp(join(REPOSITORY, 'handbook.toml'), join(folder, 'handbook.toml'));
  await cp(join(REPOSITORY, 'themes'), join(folder, 'themes'), { recursive: true });
  for (const optional of ['static', 'templates', 'assets']) {
    if (existsSync(join(REPOSITORY, optional))) {
      await cp(join(REPOSITORY, optional), join(folder, optional), { recursive: true });
    }
  }
  return { output: await build(folder, settings), remove };
}

/** Builds the project written down in `fixture.txt`, with a section of many pages added. */
export async function buildFixture(settings) {
  const { folder, remove } = await scratch();
  const text = await readFile(new URL('fixture.txt', import.meta.url), 'utf8');
  for (const [path, body] of files(text)) await write(folder, path, body);
  for (let number = 1; number <= 95; number++) {
    const name = String(number).padStart(3, '0');
    await write(folder, `content/many/page-${name}.md`, `# Page number ${number} of a long section\n\nShort.\n`);
  }
  await cp(join(REPOSITORY, 'themes'), join(folder, 'themes'), { recursive: true });
  return { output: await build(folder, settings), remove };
}

/**
 * Serves a project of these `files` (a text for each path), with `daring serve` and more `options`.
 * Resolves when it has said where.
 */
export async function serveProject(files, options = []) {
  const { folder, remove } = await scratch();
  for (const [path, text] of Object.entries(files)) await write(folder, path, text);
  const daring = program();
  const child = spawn(daring, ['serve', '--root', folder, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const root = await new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text;
      const address = said.match(/http:\/\/\S+/);
      if (address) resolve(address[0]);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.on('exit', () => reject(new Error(`the server ended:\n${said}`)));
  });
  let isOpen = true;
  async function close() {
    if (!isOpen) return;
    isOpen = false;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    await remove();
  }
  closeAtTheEnd(close);
  return {
    root,
    /** Changes a file of the project; `null` deletes it. */
    save: (path, text) => (text === null ? rm(join(folder, path)) : write(folder, path, text)),
    rename: (from, to) => rename(join(folder, from), join(folder, to)),
    /** What `daring check` says about the project. */
    async check() {
      const { stdout, stderr } = await run(daring, ['check'], { cwd: folder }).catch((failure) => failure);
      return stdout + stderr;
    },
    close,
  };
}

/** Splits the text of a fixture at its `-- path --` lines. */
function files(text) {
  const [, ...parts] = text.split(/^-- (.+) --\n/m);
  return parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1]]] : []));
}

async function write(folder, path, body) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, body);
}

/** Returns the paths of all files of a site, from its root, sorted. */
export async function published(output) {
  const found = await readdir(output, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return paths.map((path) => path.slice(output.length + 1)).sort();
}
