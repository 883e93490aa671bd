// The browser's side of `daring serve`: keeps a tab as its page was last saved and says what is wrong.
//
// The server sends whole pages. What it sent before is compared with what it sends now, and only the difference is made
// on the shown page, so scroll position, open <details>, focus, selection, typed text and what scripts added stay.
// Where that is impossible the page is loaded again.
(() => {
  'use strict';
  const loaded = Number(document.currentScript.dataset.version);

  // The page ----------------------------------------------------------------------------------

  let base = document.cloneNode(true); // What the server sent last; never shown itself.
  let html; // Its text; none while it is a copy of what is shown.
  const fresh = new Set(); // Shown nodes with new content.

  function show(version, text) {
    if (text === html) return;
    const old = base;
    base = new DOMParser().parseFromString(text, 'text/html');
    const known = html === undefined && version === loaded;
    html = text;
    if (known) return;
    const focus = document.activeElement;
    fresh.clear();
    try {
      if (scripts(old) !== scripts(base)) return location.reload();
      attributes(document.documentElement, old.documentElement, base.documentElement);
      morph(document.head, old.head, base.head);
      morph(document.body, old.body, base.body);
    } catch {
      return location.reload();
    }
    if (focus?.isConnected) focus.focus({ preventScroll: true });
    mark();
  }

  const leaf = (path) => (path ?? '').split('/').pop();
  const id = (node) => node.getAttribute?.('id') ?? '';
  const key = (node) => node.outerHTML ?? node.nodeName + node.data;
  const blank = (node) => node.nodeType === 3 && !node.data.trim();
  const isSheet = (node) => node.nodeName === 'LINK' && node.relList.contains('stylesheet');
  const alike = (a, b) =>
    a.nodeName === b.nodeName && id(a) === id(b) && isSheet(a) === isSheet(b) && !a.content?.nodeType; // No <template>.

  /** What runs on a page, and runs once. The folder of an asset is named for its content and does not count. */
  const scripts = (page) => [...page.scripts]
    .filter((one) => !/^\/\.daring\/|ld\+json$/.test(one.getAttribute('src') ?? one.type))
    .map((one) => leaf(one.getAttribute('src')) + one.text).join('\0');

  /** Changes `shown`, which the server sent as `old`, to what it sends as `next`. */
  function morph(shown, old, next) {
    if (key(old) === key(next) || next.nodeName === 'NOSCRIPT') return;
    if (next.nodeType !== 1) edit(shown, next.data);
    else if (isSheet(shown)) swap(shown, document.importNode(next));
    else {
      attributes(shown, old, next);
      children(shown, old, next);
    }
  }

  /** Replaces the part of a text that differs: a selection in the rest of it stays. */
  function edit(text, data) {
    const old = text.data;
    const most = Math.min(old.length, data.length);
    let [start, end] = [0, 0];
    while (start < most && old[start] === data[start]) start++;
    while (end < most - start && old.at(-1 - end) === data.at(-1 - end)) end++;
    text.replaceData(start, old.length - start - end, data.slice(start, data.length - end));
    fresh.add(text);
  }

  function attributes(shown, old, next) {
    for (const { name } of old.attributes) if (!next.hasAttribute(name)) shown.removeAttribute(name);
    for (const one of next.attributes) {
      const before = old.getAttribute(one.name);
      if (before !== one.value) shown.setAttributeNode(document.importNode(one));
      if (one.name === 'src' && leaf(before) !== leaf(one.value)) fresh.add(shown);
    }
  }

  function children(shown, old, next) {
    const olds = [...old.childNodes];
    const now = pair(olds, [...shown.childNodes]);
    const then = pair(olds, [...next.childNodes]);
    const kept = new Map(); // From `next` to what is shown; to nothing where a script took it away.
    for (const child of olds) {
      const [here, after] = [now.get(child), then.get(child)];
      if (after && (here || key(child) === key(after))) kept.set(after, here);
      if (here && after) morph(here, child, after);
      else if (here) [here, ...(here.stale ?? [])].forEach((one) => one.remove());
    }
    const own = new Set(kept.values());
    let at = shown.firstChild;
    for (const child of next.childNodes) {
      while (at && !own.has(at)) at = at.nextSibling; // Not from the server: stays.
      const here = kept.get(child);
      if (here && here === at) at = at.nextSibling;
      else if (here) shown.moveBefore ? shown.moveBefore(here, at) : shown.insertBefore(here, at);
      else if (!kept.has(child)) fresh.add(shown.insertBefore(document.importNode(child, true), at));
    }
  }

  /** Pairs the nodes of two lists: equal ones in order, then those of one id, then like ones between these. */
  function pair(from, to) {
    const [a, b] = [from.map(key), to.map(key)];
    const [pairs, taken] = [new Map(), new Map()];
    const join = (i, j) => (pairs.set(from[i], to[j]), taken.set(to[j], j));
    let [at, end] = [0, 0];
    while (at < a.length && a[at] === b[at]) join(at, at++);
    while (end < Math.min(a.length, b.length) - at && a.at(-1 - end) === b.at(-1 - end)) end++;
    for (let i = 1; i <= end; i++) join(a.length - i, b.length - i);
    const inner = b.slice(0, b.length - end);
    for (let i = at; i < a.length - end; i++) {
      const j = blank(from[i]) ? -1 : inner.indexOf(a[i], at);
      if (j >= 0) join(i, j), (at = j + 1);
    }
    from.forEach((node, i) => {
      if (!id(node) || pairs.has(node)) return;
      const j = to.findIndex((other) => !taken.has(other) && alike(node, other));
      if (j >= 0) join(i, j);
    });
    at = 0;
    from.forEach((node, i) => {
      for (let j = at; !pairs.has(node) && j < to.length && !taken.has(to[j]); j++) if (alike(node, to[j])) join(i, j);
      if (pairs.has(node)) at = Math.max(at, taken.get(pairs.get(node)) + 1);
    });
    return pairs;
  }

  /** Replaces a style sheet once the new one is there, so that no moment is without style. */
  function swap(old, sheet) {
    sheet.stale = [old, ...(old.stale ?? [])];
    sheet.onload = sheet.onerror = () => sheet.stale.forEach((one) => one.remove());
    old.after(sheet);
  }

  /** Marks the blocks with new content for a moment, by an animation: it leaves nothing behind in the page. */
  function mark() {
    const blocks = new Set();
    for (const node of fresh) {
      let block = node.nodeType === 1 ? node : node.data.trim() && node.parentElement;
      while (block && /^(inline|contents)/.test(getComputedStyle(block).display)) block = block.parentElement;
      if (block && block !== document.body && document.body.contains(block)) blocks.add(block);
    }
    if (blocks.size > 24) return; // Another page altogether: nothing stands out.
    const easing = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'steps(1, end)' : 'ease-in';
    const color = 'rgb(255 190 0 / .3)';
    for (const block of blocks) {
      if ([...blocks].some((other) => other !== block && other.contains(block))) continue;
      const first = { backgroundColor: color, boxShadow: `0 0 0 .4em ${color}` };
      block.animate([first, {}], { id: 'daring-mark', duration: 1500, easing });
    }
  }

  /** Loads files again whose content is new and whose address is not. */
  function refresh(paths) {
    const isNew = (url) => url && paths.includes(new URL(url).pathname);
    const again = (url) => `${url.split(/[?#]/)[0]}?${Date.now()}`;
    if ([...document.scripts].some((one) => isNew(one.src))) return location.reload();
    for (const one of document.images) if (isNew(one.src)) one.src = again(one.src);
    for (const one of document.querySelectorAll('link')) {
      if (isSheet(one) && isNew(one.href)) swap(one, Object.assign(one.cloneNode(), { href: again(one.href) }));
    }
  }

  // The panel: in a shadow tree, out of the page's and its theme's reach, and everything as text -----

  let problems = { here: [], elsewhere: {} };
  let [gone, lost, styled] = ['', 0, false];
  let panel = make('div'); // What was rendered last; never shown itself.
  const host = make('daring-panel', { lang: 'en', dir: 'ltr', hidden: true });
  const root = host.attachShadow({ mode: 'open' });
  const box = make('div');
  const ready = () => render((styled = true));
  root.append(make('link', { rel: 'stylesheet', href: '/.daring/client.css', onload: ready, onerror: ready }), box);
  root.addEventListener('click', ({ target }) => target.closest('summary') && fold(root.querySelector('[open]')));
  root.addEventListener('keydown', ({ key }) => {
    const details = root.querySelector('[open]');
    if (key !== 'Escape' || !details) return;
    fold(true);
    details.open = false;
    details.firstChild.focus();
  });
  document.documentElement.append(host);

  const fold = (is) => sessionStorage.setItem('daring-folded', is ? 1 : '');

  function make(name, properties, ...content) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content.filter(Boolean));
    return element;
  }

  function render() {
    const { here, elsewhere, blocked } = problems;
    const errors = here.filter((one) => one.severity === 'error').length;
    const title = [
      count(errors, here.length - errors, 'on this page'),
      count(elsewhere.errors, elsewhere.warnings, 'elsewhere'),
    ].filter(Boolean).join(' · ');
    const notices = [
      blocked && make('p', {}, 'What you see is the last version that could be built.'),
      gone && make('p', {}, `${gone} was deleted. What you see is its last text. `, make('a', { href: '/' }, 'Start page')),
      lost > 2 && make('p', {}, 'The preview does not answer. What you see may be out of date.'),
    ].filter(Boolean);
    const open = here.length > 0 && !sessionStorage.getItem('daring-folded');
    const list = here.length ? make('ol', {}, ...here.map(problem)) : make('p', {}, 'They are listed in the terminal.');
    const className = errors || elsewhere.errors || blocked ? 'error' : 'warning';
    const next = make('div', {}, make('section', { className, ariaLabel: 'Problems' },
      make('div', { role: 'status' }, ...notices),
      title && make('details', { open }, make('summary', {}, make('span', { role: 'status' }, title)), list)));
    children(box, panel, next);
    panel = next;
    host.toggleAttribute('hidden', !styled || !(title || notices.length));
  }

  function count(errors, warnings, where) {
    const some = (number, word) => number > 0 && `${number} ${word}${number > 1 ? 's' : ''}`;
    const both = [some(errors, 'error'), some(warnings, 'warning')].filter(Boolean).join(', ');
    return both && `${both} ${where}`;
  }

  /** One report, letter for letter as in the terminal; its place opens the editor. */
  function problem({ severity, path, line, column, report, editor }) {
    const first = report.split('\n', 1)[0];
    const exact = [path, line, column].join(':');
    const place = [exact, path].find((one) => path && report.includes(one, first.length)) ?? '';
    const from = place ? report.indexOf(place, first.length) : report.length;
    const link = place && make('a', editor && { href: editor, title: 'Open in the editor' }, place);
    if (/^(javascript|data|vbscript):/.test(link.protocol)) link.removeAttribute('href');
    const rest = [report.slice(first.length, from), link, report.slice(from + place.length)];
    return make('li', { className: severity }, make('pre', { tabIndex: 0 }, make('b', {}, first), ...rest));
  }

  // The stream --------------------------------------------------------------------------------

  let source, timer, others;

  const events = {
    hello: () => ([gone, lost] = ['', 0]),
    page: ({ version, html }) => (gone = '', show(version, html)),
    asset: ({ paths }) => refresh(paths),
    problems: (news) => (problems = news),
    gone: ({ path }) => (gone = path),
    moved({ to }) {
      history.replaceState(history.state, '', inside(to).pathname + location.hash);
      connect();
    },
    go({ to, anchor }) {
      const url = Object.assign(inside(to), anchor && { hash: anchor });
      if (url.pathname !== location.pathname) location.assign(url);
      else document.getElementById(anchor)?.scrollIntoView({ block: 'nearest' });
    },
  };
  const inside = (path) => new URL(location.origin + path);

  function connect() {
    disconnect();
    // Version 0 asks for the page in any case: the count of a server that was started anew says nothing.
    source = new EventSource(`/.daring/events?path=${encodeURIComponent(location.pathname)}&version=0`);
    for (const [name, act] of Object.entries(events)) {
      source.addEventListener(name, ({ data }) => {
        act(JSON.parse(data));
        render();
      });
    }
    source.onerror = () => {
      disconnect();
      timer = setTimeout(connect, Math.min(250 * 2 ** lost++, 4000));
      render();
    };
  }

  function disconnect() {
    clearTimeout(timer);
    source = source?.close();
  }

  // Browsers allow six connections to a server and a stream holds one: a seventh tab would never load. So a hidden tab
  // lets go of its own once three others were looked at, and takes it up again when it is looked at.
  const tabs = new BroadcastChannel('daring');
  tabs.onmessage = () => document.hidden && ++others > 2 && disconnect();
  function arrive() {
    if (document.hidden) return;
    others = 0;
    tabs.postMessage(0);
    if (!source) connect();
  }
  document.addEventListener('visibilitychange', arrive);
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', ({ persisted }) => persisted && arrive());
  arrive();
})();
