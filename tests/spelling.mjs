// Checks the spelling of our own handbook, in British English, with hunspell.
//
// Read are the pages, the forms to download and the texts of the ladders, without what is not prose:
// code, raw HTML, addresses, ids. `tests/words.txt` holds the words that we use and the dictionary does
// not know; it is sorted, and a word that nothing uses any more has to go.
//
//     node tests/spelling.mjs

import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WORDS = `${ROOT}tests/words.txt`;

// Keys whose values are read by people.
const PROSE_KEYS = 'title|description|summary|name|short|tagline|intro|note|text|affects|cautions|audience|label';
const LIST_KEYS = 'also_known_as|aliases|keywords|maintainers|tags';

const files = ['content', 'static/forms'].flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(md|toml|yaml)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** The prose of a line of TOML, YAML or front matter: the values of the keys above. */
function values(line) {
  const plain = line.replace(/^(\s*-?\s*)(\w+)(\s*[:=]\s*)([^\s"'[{].*)$/, (_, start, key, sign, value) => `${start}${key}${sign}"${value}"`);
  const one = [...plain.matchAll(new RegExp(`\\b(?:${PROSE_KEYS})"?\\s*[:=]\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'g'))];
  const many = [...plain.matchAll(new RegExp(`^\\s*(?:${LIST_KEYS})\\s*[:=]\\s*\\[(.*)\\]`, 'g'))];
  return [...one, ...many].map((match) => match[1]).join(' ') || comment(line);
}

function comment(line) {
  return /^\s*#/.test(line) ? line : '';
}

/** A text without what is no word: addresses, file names, versions; and without the possessive `s`. */
function spoken(text) {
  return text
    .replace(/\b[\w-]+\.(com|md|toml|yaml)\b/g, ' ')
    .replace(/\b\w*\d\w*\b/g, ' ')
    .replace(/(\p{L})['’]s(?!\p{L})/gu, '$1')
    .normalize('NFC');
}

/** The prose of one line of Markdown. */
function prose(line) {
  return line
    .replace(/`[^`]*`/g, ' ')
    .replace(/\[\[[^|\]]*\|([^\]]*)\]\]/g, '$1')
    .replace(/\[\[[^\]]*\]\]/g, ' ')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\{[#.][^}]*\}/g, ' ')
    .replace(/^\s*- (Raises|Since|Replaces|Same as): .*$/i, ' ')
    .replace(/^\s*- Hide: .*$/, ' ');
}

/** The lines of a file, each with only what people read. */
function readable(path) {
  const lines = readFileSync(`${ROOT}${path}`, 'utf8').split('\n');
  if (!path.endsWith('.md')) return lines.map(values);
  let [inHead, inCode, inTag] = [lines[0] === '---', false, false];
  return lines.map((line, at) => {
    if (inHead) {
      if (at > 0 && line === '---') inHead = false;
      return values(line);
    }
    if (/^\s*```/.test(line)) {
      inCode = !inCode;
      return '';
    }
    // The forms are read as files; what stands between the fences of a page is the same text.
    if (inCode) return '';
    // The words of a drawing are prose, its tags are not.
    const text = (inTag ? `<${line}` : line).replace(/<\/?[a-z][^>]*(>|$)/g, ' ');
    inTag = /<[a-z][^>]*$/.test(line);
    return prose(text);
  });
}

/** Asks hunspell for all lines at once: for each, the words that it does not know. */
function unknown(lines) {
  const run = spawnSync('hunspell', ['-a', '-i', 'utf-8', '-d', 'en_GB'], {
    // `^` keeps a line from being read as a command.
    input: lines.map((line) => `^${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.error || run.status !== 0) {
    console.error(`tests/spelling.mjs: hunspell with the dictionary en_GB does not run: ${run.error?.message ?? run.stderr}`);
    console.error('tests/spelling.mjs: as root: apt-get install hunspell hunspell-en-gb');
    process.exit(2);
  }
  // A greeting, then for each line one answer a word and an empty line.
  const answers = run.stdout.replace(/^.*\n/, '').split('\n');
  const found = lines.map(() => []);
  let at = 0;
  for (const answer of answers) {
    if (answer === '') at += 1;
    else if (/^[&#]/.test(answer)) found[at].push({ word: answer.split(' ')[1], near: answer.split(': ')[1] ?? '' });
  }
  if (at < lines.length) throw new Error(`hunspell answered ${at} of ${lines.length} lines`);
  return found;
}

const own = readFileSync(WORDS, 'utf8').split('\n').filter(Boolean);
const faults = [];
const sorted = [...new Set(own)].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en') || (a < b ? -1 : 1));
if (own.join('\n') !== sorted.join('\n')) faults.push('tests/words.txt: the words are not sorted, or one is there twice');

const places = files.sort().flatMap((path) => readable(path).map((text, at) => ({ path, line: at + 1, text: spoken(text) })));
const used = new Set();
unknown(places.map(({ text }) => text)).forEach((words, at) => {
  for (const { word, near } of words) {
    // A word that begins a sentence is known by its small letter.
    const known = [word, word[0].toLowerCase() + word.slice(1)].find((candidate) => own.includes(candidate));
    if (known) used.add(known);
    else faults.push(`${places[at].path}:${places[at].line}: \`${word}\`${near ? `; perhaps ${near}` : ''}`);
  }
});
for (const word of own.filter((word) => !used.has(word))) faults.push(`tests/words.txt: \`${word}\` is in the dictionary, or nowhere used`);

const words = places.reduce((sum, { text }) => sum + text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length, 0);
if (words < 40_000) faults.push(`only ${words} words were read`);
for (const fault of faults) console.error(fault);
console.log(`spelling: ${words} words of ${files.length} files, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
