// Searching: a dialog over the page, and the page to search on. Both are the same box: a field, what the
// results can be narrowed to, and a list of results.
//
// It is fetched when somebody searches. What is found comes from `search-engine.js`; everything here is made
// of elements and text, never of markup.

import { Index, KINDS, QUOTES, Stale, mark, parse } from './search-engine.js';

const RECENT = 'daring:searches';
const FOUND = 'daring:found';
const MAX_RECENT = 6;
const PAGES = 10;
const NAMES = { section: 'Part', tag: 'Tag', track: 'Track', level: 'Level', competency: 'Competency' };

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** What the browser keeps for us; it may refuse. */
const kept = {
  get(storage, key) {
    try {
      return JSON.parse(window[storage].getItem(key));
    } catch {
      return null;
    }
  },
  set(storage, key, value) {
    try {
      if (value === null) window[storage].removeItem(key);
      else window[storage].setItem(key, JSON.stringify(value));
    } catch { /* Then it is not kept. */ }
  },
};

// The index ------------------------------------------------------------------------------------

const opener = () => document.querySelector('[data-search-index]');
const addressOfIndex = () => new URL(opener().dataset.searchIndex, document.baseURI);
let opening = null;
let since = 0;
// The panel of `daring serve`: what is found there changes while one looks.
const isServed = () => document.querySelector('daring-panel') !== null;

function index(cache = 'no-cache') {
  if (isServed() && Date.now() - since > 1000) opening = null;
  if (!opening) since = Date.now();
  opening ??= new Index(async (name, tag) => {
    const address = new URL(tag ? `${name}?${tag}` : name, addressOfIndex());
    const response = await fetch(address, { cache: tag ? 'default' : cache });
    // A part that is gone belonged to what was published before.
    if (!response.ok) throw new (tag && response.status === 404 ? Stale : Error)(`${response.status} for ${name}`);
    return new Uint8Array(await response.arrayBuffer());
  }).open();
  opening.catch(() => { opening = null; });
  return opening;
}

/** Answers a query; once more from the beginning when the site was published anew in between. */
async function ask(typed, limit) {
  try {
    return await (await index()).ask(typed, limit);
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    opening = null;
    return (await index('reload')).ask(typed, limit);
  }
}

// The box --------------------------------------------------------------------------------------

let boxes = 0;

/** Makes a box; `onAsk` hears of every query, `onLeave` of a result that is followed. */
function box({ onAsk = () => {}, onLeave = () => {}, isPage }) {
  const id = `d:search-${++boxes}`;
  const field = make('input', {
    type: 'search', class: 'search-field', role: 'combobox', 'aria-label': 'Search', 'aria-expanded': 'false',
    'aria-controls': `${id}-list`, 'aria-autocomplete': 'list', placeholder: 'Search\u2026',
    autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'go',
  });
  const filters = make('div', { class: 'search-filters', role: 'group', 'aria-label': 'Narrow the results', hidden: true });
  const status = make('div', { class: 'search-status', role: 'status', dir: 'auto' });
  const trouble = make('div', { class: 'search-trouble', role: 'alert', dir: 'auto' });
  const list = make('div', { class: 'search-list', role: 'listbox', id: `${id}-list`, 'aria-label': 'Results' });
  const after = make('div', { class: 'search-after' });
  const element = make('div', { class: 'search-box' }, filters, status, trouble, list, after);
  let asked = 0;
  let limit = PAGES;
  let current = -1;
  let saying;
  // The query whose results are in the list, and whether the best of those that are on their way is to be followed.
  let answered = null;
  let isWanted = false;

  const options = () => [...list.querySelectorAll('[role="option"]')];

  function select(at) {
    const all = options();
    all[current]?.setAttribute('aria-selected', 'false');
    current = all.length ? (at + all.length) % all.length : -1;
    const one = all[current];
    if (!one) return field.removeAttribute('aria-activedescendant');
    one.setAttribute('aria-selected', 'true');
    field.setAttribute('aria-activedescendant', one.id);
    one.scrollIntoView({ block: 'nearest' });
    return undefined;
  }

  function show(...children) {
    list.replaceChildren(...children);
    options().forEach((one, at) => { one.id = `${id}-${at}`; });
    field.setAttribute('aria-expanded', String(list.childElementCount > 0));
    current = -1;
    field.removeAttribute('aria-activedescendant');
  }

  /** Says what came of it, once the reader pauses. */
  function say(text, isUrgent = false) {
    clearTimeout(saying);
    if (isUrgent || !status.textContent) status.textContent = text;
    else saying = setTimeout(() => { status.textContent = text; }, 250);
  }

  function showRecent() {
    const recent = kept.get('localStorage', RECENT) ?? [];
    const rows = recent.map((query) => {
      const row = make('div', { role: 'option', class: 'search-recent', 'aria-selected': 'false' }, query);
      row.addEventListener('click', () => search(query));
      return row;
    });
    show(...rows);
    list.setAttribute('aria-label', rows.length ? 'Recent searches' : 'Results');
    say(rows.length ? 'Recent searches' : '', true);
    const clear = make('button', { type: 'button', class: 'search-quiet' }, 'Forget recent searches');
    clear.addEventListener('click', () => {
      kept.set('localStorage', RECENT, null);
      field.focus();
      refresh();
    });
    const hint = make('div', { class: 'search-hint', dir: 'auto' }, 'Words in \u201cquotes\u201d stand together; ', make('code', {}, 'level:staff'), ' narrows.');
    after.replaceChildren(...(rows.length ? [clear] : []), hint);
  }

  function showTrouble() {
    const retry = make('button', { type: 'button', class: 'search-button' }, 'Try again');
    retry.addEventListener('click', () => {
      trouble.replaceChildren();
      opening = null;
      field.focus();
      refresh();
    });
    show();
    after.replaceChildren();
    say('', true);
    trouble.replaceChildren(make('p', {}, 'The search index could not be loaded. Are you connected?'), retry);
  }

  async function refresh() {
    const number = ++asked;
    const typed = field.value;
    onAsk(typed);
    if (!typed.trim()) {
      trouble.replaceChildren();
      showRecent();
      answered = typed;
      index().then((opened) => showFilters(opened, typed), () => {});
      return;
    }
    try {
      const answer = await ask(typed, limit);
      if (number !== asked) return;
      trouble.replaceChildren();
      showFilters(await index(), typed);
      showAnswer(answer, typed);
      answered = typed;
      // Whoever closed the dialog meanwhile does not want to go there any more.
      if (isWanted && field.offsetParent) choose();
      isWanted = false;
    } catch (error) {
      if (number !== asked) return;
      console.info(error);
      isWanted = false;
      showTrouble();
    }
  }

  function showAnswer(answer, typed) {
    const terms = new Set(answer.words);
    list.setAttribute('aria-label', 'Results');
    show(...answer.groups.map((group) => groupOf(group, terms)));
    select(0);
    const rows = options().length;
    const notes = answer.unknown.map(({ kind, value, known }) => (
      `No ${NAMES[kind].toLowerCase()} is called \u201c${value}\u201d${known.length ? `; there are ${known.slice(0, 8).join(', ')}` : ''}. `
    ));
    const found = answer.pages === 0 ? 'Nothing found.'
      : `${answer.pages} ${answer.pages === 1 ? 'page' : 'pages'} found${answer.pages > answer.groups.length ? `, the best ${answer.groups.length} shown` : ''}.`;
    say(notes.join('') + found);
    after.replaceChildren();
    if (answer.pages > answer.groups.length) after.append(isPage ? more() : all(typed));
    if (!rows) after.append(make('div', { class: 'search-hint', dir: 'auto' }, 'Fewer words, or another word for it, may find more.'));
  }

  function more() {
    const button = make('button', { type: 'button', class: 'search-button' }, 'Show more');
    button.addEventListener('click', () => {
      limit += 2 * PAGES;
      field.focus();
      refresh();
    });
    return button;
  }

  function all(typed) {
    const href = new URL(opener().href ?? location.href);
    href.search = new URLSearchParams({ q: typed });
    return make('a', { class: 'search-quiet', href }, 'All results');
  }

  function groupOf({ title, href, trail, rows }, terms) {
    const where = [...trail, title].join(' \u203a ');
    const address = new URL(`../${href}`, addressOfIndex());
    const name = make('div', { class: 'search-page', 'aria-hidden': 'true' }, make('span', { dir: 'auto' }, ...marked(title, terms)));
    if (trail.length) name.append(make('span', { class: 'search-trail' }, trail.join(' \u203a ')));
    return make('div', { class: 'search-group', role: 'group', 'aria-label': where }, name, ...rows.map((row) => {
      const target = new URL(address);
      if (row.anchor) target.hash = row.anchor;
      const heading = row.label || row.heading;
      const one = make('a', { class: 'search-row', role: 'option', 'aria-selected': 'false', tabindex: '-1', href: target });
      one.append(make('span', { class: 'search-heading', dir: 'auto' }, ...(heading ? marked(heading, terms) : [make('span', { class: 'search-top' }, 'Top of the page')])));
      if (row.passage.length) {
        one.append(make('span', { class: 'search-passage', dir: 'auto' }, ...row.passage.map(piece)));
      }
      one.addEventListener('click', (event) => {
        remember();
        if (!isElsewhere(event)) follow(target, terms);
      });
      return one;
    }));
  }

  function remember() {
    const typed = field.value.trim();
    const recent = (kept.get('localStorage', RECENT) ?? []).filter((query) => query !== typed);
    kept.set('localStorage', RECENT, [typed, ...recent].slice(0, MAX_RECENT));
  }

  /** Notes what was looked for, so that it is marked on the page that comes. */
  function follow(target, terms) {
    kept.set('sessionStorage', FOUND, { path: target.pathname, terms: [...terms] });
    // A place on this page is gone to without leaving it; its top loads the page once more.
    if (target.hash && target.pathname === location.pathname) setTimeout(landed);
    onLeave();
  }

  function showFilters(opened, typed) {
    const chosen = parse(typed).filters;
    const selects = KINDS.map((kind, number) => {
      const facets = opened.facets.filter((facet) => facet.kind === number);
      if (facets.length < 2) return null;
      const now = chosen.find(([other]) => other === number)?.[1];
      const labels = now === undefined ? [] : opened.labels(number, now);
      const selectBox = make('select', { 'aria-label': NAMES[kind], class: labels.length ? 'search-chip is-chosen' : 'search-chip' });
      selectBox.append(make('option', { value: '' }, `${NAMES[kind]}: any`));
      for (const { label } of facets) {
        selectBox.append(make('option', { value: label, selected: labels.length === 1 && labels[0] === label }, label));
      }
      selectBox.addEventListener('change', () => {
        const written = new RegExp(`(^|\\s)${kind}:([${QUOTES}][^${QUOTES}]*[${QUOTES}]?|[^\\s${QUOTES}]*)`, 'gi');
        const rest = field.value.replace(written, ' ').trim();
        // Any quote ends a value, and no name is told from another by its quotes.
        const value = selectBox.value.replace(new RegExp(`[${QUOTES}]`, 'g'), '');
        field.value = value ? `${kind}:${/\s/.test(value) ? `"${value}"` : value} ${rest}` : rest;
        limit = PAGES;
        refresh();
      });
      return selectBox;
    });
    const shown = selects.filter(Boolean);
    filters.hidden = !shown.length;
    // A box that is in use stays what it is.
    if (!filters.contains(document.activeElement)) filters.replaceChildren(...shown);
  }

  function search(query) {
    field.value = query;
    limit = PAGES;
    return refresh();
  }

  /** Follows the chosen result, once those of what is typed are there. */
  function choose() {
    isWanted = answered !== field.value;
    if (!isWanted) options()[current]?.click();
  }

  field.addEventListener('input', () => {
    isWanted = false;
    limit = PAGES;
    refresh();
  });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      select(current < 0 && step < 0 ? -1 : current + step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const one = options()[current];
      if (!event.ctrlKey && !event.metaKey) {
        choose();
      } else if (one?.href && answered === field.value) {
        remember();
        window.open(one.href);
      }
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.select();
    }
  });
  return { element, field, search, refresh };
}

/** Whether a click opens another tab or window. */
const isElsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

function cross() {
  const part = (name, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const drawing = part('svg', { viewBox: '0 0 24 24', width: 20, height: 20, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'aria-hidden': 'true' });
  drawing.append(part('path', { d: 'M6 6l12 12M18 6 6 18' }));
  return drawing;
}

const piece = ([text, isMark]) => (isMark ? make('mark', {}, text) : text);
const marked = (text, terms) => mark(text, terms).map(piece);

function addStyle() {
  const address = new URL('search.css', import.meta.url).href;
  const known = [...document.querySelectorAll('link[rel="stylesheet"]')].some((link) => link.href === address);
  if (known) return Promise.resolve();
  const link = make('link', { rel: 'stylesheet', href: address });
  return new Promise((done) => {
    link.addEventListener('load', done);
    link.addEventListener('error', done);
    document.head.append(link);
  });
}

// The dialog -----------------------------------------------------------------------------------

let dialog = null;

/** Opens the dialog with what was `typed` until now; on the page to search on, goes to its field. */
export async function open(typed = () => '') {
  const onPage = document.querySelector('[data-search-page] .search-field');
  if (onPage) return onPage.focus();
  index().catch(() => {});
  await addStyle();
  dialog ??= makeDialog();
  if (!dialog.element.open) dialog.element.showModal();
  if (typed()) dialog.field.value = typed();
  else dialog.field.select();
  dialog.refresh();
  return undefined;
}

function makeDialog() {
  const close = make('button', { type: 'button', class: 'search-close', 'aria-label': 'Close the search' }, cross());
  const made = box({ onLeave: () => element.close(), isPage: false });
  const element = make('dialog', { class: 'search-dialog', 'aria-label': 'Search' }, make('div', { class: 'search-head' }, made.field, close), made.element);
  close.addEventListener('click', () => element.close());
  element.addEventListener('click', ({ target }) => { if (target === element) element.close(); });
  document.body.append(element);
  return { element, field: made.field, refresh: made.refresh };
}

// The page to search on ------------------------------------------------------------------------

/** Puts the box on the page, with the query of its address. */
export async function mount(place) {
  await addStyle();
  const onAsk = (typed) => {
    const address = new URL(location.href);
    if (typed.trim()) address.searchParams.set('q', typed);
    else address.searchParams.delete('q');
    if (address.href !== location.href) history.replaceState(history.state, '', address);
  };
  const made = box({ onAsk, isPage: true });
  const form = make('form', { role: 'search', class: 'search-head' }, made.field);
  form.addEventListener('submit', (event) => event.preventDefault());
  place.replaceChildren(form, made.element);
  const asked = () => new URLSearchParams(location.search).get('q') ?? '';
  // The results are not there yet when a browser that goes back looks for the place.
  const top = history.state?.top ?? 0;
  window.addEventListener('pagehide', () => history.replaceState({ ...history.state, top: scrollY }, ''));
  window.addEventListener('popstate', () => made.search(asked()));
  made.field.focus({ preventScroll: true });
  await made.search(asked());
  if (top) scrollTo(0, top);
}

// Where one lands ------------------------------------------------------------------------------

/** Marks what was looked for on the page that a result led to. Nothing moves: ranges are painted. */
export async function landed() {
  const found = kept.get('sessionStorage', FOUND);
  kept.set('sessionStorage', FOUND, null);
  const content = document.querySelector('main');
  if (found?.path !== location.pathname || !content || !globalThis.Highlight || !found.terms?.length) return;
  await addStyle();
  const terms = new Set(found.terms);
  const ranges = [];
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    let at = 0;
    for (const [text, isMark] of mark(walker.currentNode.data, terms)) {
      if (isMark) {
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + text.length);
        ranges.push(range);
      }
      at += text.length;
    }
  }
  if (!ranges.length) return;
  document.querySelector('.search-marks')?.remove();
  CSS.highlights.set('daring-found', new Highlight(...ranges));
  const remove = make('button', { type: 'button', class: 'search-quiet' }, 'Remove marks');
  const bar = make('div', { class: 'search-marks', role: 'region', 'aria-label': 'Marked words' }, 'What you looked for is marked. ', remove);
  const gone = () => {
    CSS.highlights.delete('daring-found');
    bar.remove();
    document.removeEventListener('keydown', escape);
  };
  const escape = (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) gone();
  };
  remove.addEventListener('click', gone);
  document.addEventListener('keydown', escape);
  document.body.append(bar);
}
