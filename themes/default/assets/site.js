// What a script adds to a page that is complete without one. What is seldom needed is a script of its own
// and fetched when it is: `drawer.js`, `help.js`. They are no modules, which no browser loads from a folder. `search-loader.js` serves every theme.
(() => {
  'use strict';

  const root = document.documentElement;
  const here = document.currentScript.src;
  const parts = {};
  // Scripts of their own leave what they do in `daring`.
  const load = (name) => parts[name] ??= new Promise((done, fail) => {
    const script = make('script', { src: new URL(`${name}.js`, here) });
    script.addEventListener('load', () => done(window.daring[name]));
    script.addEventListener('error', () => {
      delete parts[name];
      fail(new Error(`${name}.js cannot be had`));
    });
    document.head.append(script);
  });
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function make(name, attributes = {}, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  }

  function icon(path) {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    for (const [key, value] of [['class', 'icon'], ['viewBox', '0 0 24 24'], ['aria-hidden', 'true']]) svg.setAttribute(key, value);
    svg.append(document.createElementNS(space, 'path'));
    svg.firstChild.setAttribute('d', path);
    return svg;
  }

  // A choice that outlives the page, where the browser keeps one.
  const kept = {
    get(key) {
      try { return localStorage.getItem(`daring:${key}`); } catch { return null; }
    },
    set(key, value) {
      try { localStorage.setItem(`daring:${key}`, value); } catch { /* It holds for this page. */ }
    },
  };

  // What screen readers hear.
  const voice = make('p', { class: 'voice', role: 'status' });
  document.body.append(voice);
  function say(text) {
    voice.textContent = '';
    setTimeout(() => { voice.textContent = text; }, 50);
  }

  // Colours

  const switcher = document.querySelector('.theme-switch');
  const themes = { auto: 'as the system', light: 'light', dark: 'dark' };
  const bars = all('meta[name="theme-color"]').map((meta) => ({ meta, media: meta.media, content: meta.content }));

  function colour(theme) {
    root.dataset.theme = theme;
    if (switcher) switcher.title = switcher.ariaLabel = `Colours: ${themes[theme]}`;
    // The browser's own bars: a choice takes the colour of one medium for both.
    const chosen = bars.find(({ media }) => media.includes(theme));
    for (const { meta, content } of bars) meta.content = (chosen ?? { content }).content;
  }

  function nextTheme() {
    const names = Object.keys(themes);
    const theme = names[(names.indexOf(root.dataset.theme) + 1) % names.length];
    colour(theme);
    kept.set('theme', theme);
    say(switcher?.title ?? theme);
  }

  colour(root.dataset.theme);
  switcher?.addEventListener('click', nextTheme);

  // The menu

  const menu = document.querySelector('.nav details');
  const wide = matchMedia('(min-width: 48rem)');
  if (menu && !CSS.supports('selector(::details-content)')) menu.open = wide.matches;

  menu?.querySelector('summary').addEventListener('click', async (event) => {
    if (wide.matches || !HTMLDialogElement.prototype.showModal) return;
    event.preventDefault();
    try { (await load('drawer'))(menu, wide, { make, icon, show }); } catch { menu.open = !menu.open; }
  });

  // Brings what is current into sight, within what scrolls around it.
  function show(element, scroller) {
    if (!element || !scroller) return;
    const { top, bottom } = element.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    if (top < frame.top + 60 || bottom > frame.bottom - 60) {
      scroller.scrollTop += (top + bottom - frame.top - frame.bottom) / 2;
    }
  }
  if (wide.matches) show(document.querySelector('.rail .panel [aria-current]'), document.querySelector('.rail'));

  // The contents: the heading that is being read

  const toc = document.querySelector('.toc details');
  const stops = all('.toc a[href^="#"]').flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });
  let current;
  let waiting = false;

  function follow() {
    waiting = false;
    const line = Math.min(innerHeight / 4, 160);
    const isEnd = innerHeight + scrollY >= root.scrollHeight - 4;
    const passed = stops.filter(({ heading }) => heading.getBoundingClientRect().top <= line);
    const link = (isEnd && scrollY > 0 ? stops.at(-1) : passed.at(-1))?.link;
    if (link === current) return;
    current?.removeAttribute('aria-current');
    link?.setAttribute('aria-current', 'location');
    current = link;
    if (toc.scrollHeight > toc.clientHeight) show(link, toc);
  }

  if (stops.length) {
    const soon = () => {
      if (!waiting) requestAnimationFrame(follow);
      waiting = true;
    };
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon, { passive: true });
    follow();
  }

  // Copying

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = make('textarea', { class: 'voice', 'aria-hidden': 'true' });
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand('copy');
      field.remove();
      return done;
    }
  }

  async function copyWith(button, text, said) {
    if (!await copy(text)) return;
    button.focus({ preventScroll: true });
    button.classList.add('copied');
    say(said);
    setTimeout(() => button.classList.remove('copied'), 1800);
  }

  const content = document.querySelector('.content');

  function addCopyButtons() {
    for (const pre of all('pre.code', content)) {
      if (pre.previousElementSibling?.className === 'copy') continue;
      const button = make('button', { type: 'button', 'aria-label': 'Copy the code', title: 'Copy' }, icon('M9 9h11v11H9zM15 5H4v11'));
      pre.before(make('div', { class: 'copy' }, button));
    }
  }

  document.addEventListener('click', (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const button = event.target.closest?.('.copy button');
    if (button) copyWith(button, button.parentElement.nextElementSibling.querySelector('code').textContent, 'Code copied');
    // The browser follows the link as well.
    const anchor = event.target.closest?.('.content a.anchor');
    if (anchor) copyWith(anchor, anchor.href, 'Address copied');
  });

  if (content) {
    addCopyButtons();
    new MutationObserver(addCopyButtons).observe(content, { childList: true, subtree: true });
  }

  // Keys

  // Along a reading path there is a bar instead of the pager.
  const go = (rel) => document.querySelector(`.pager a[rel="${rel}"], .path-bar .path-${rel === 'next' ? rel : 'previous'}`)?.click();
  async function help() {
    const search = Boolean(document.querySelector('.search-open'));
    try { (await load('help'))({ make, icon, kept, search }); } catch { /* The keys work all the same. */ }
  }
  document.querySelector('.keys')?.addEventListener('click', help);

  // `/` and Ctrl+K are those of `search-loader.js`, where there is something to search.
  const single = { '[': () => go('prev'), ']': () => go('next'), t: nextTheme, '?': help };

  // As `search-loader.js` has it.
  const isTyping = (element) => element.isContentEditable || element.closest(':is(input, textarea, select):not(dialog *)');

  function arrow({ key, target }) {
    const isBusy = target.closest('[tabindex="0"], summary, audio, video') || String(getSelection()) || visualViewport?.scale > 1;
    if (isBusy || root.scrollWidth > root.clientWidth) return undefined;
    const forward = root.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    return { ArrowLeft: 1, ArrowRight: 1 }[key] && (() => go(key === forward ? 'next' : 'prev'));
  }

  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    const isPlain = !event.metaKey && (event.getModifierState('AltGraph') || !event.ctrlKey && !event.altKey);
    const element = target.closest ? target : root;
    if (!isPlain || kept.get('keys') === 'off' || isTyping(element) || document.querySelector('dialog[open]')) return;
    const action = single[key] ?? (event.shiftKey ? undefined : arrow({ key, target: element }));
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Dates that have passed: the page itself knows no clock

  for (const time of all('time.review')) {
    if (time.dateTime >= new Date().toISOString().slice(0, 10)) continue;
    time.closest('li').classList.add('overdue');
    time.after(' (overdue)');
  }

  // Fetching ahead: what the pointer or the keyboard rests on

  const { saveData, effectiveType = '' } = navigator.connection ?? {};
  const fetched = new Set([location.pathname]);
  let timer;

  function ahead({ target }) {
    clearTimeout(timer);
    const link = target.closest?.('a[href]');
    if (!link || link.origin !== location.origin || link.search || fetched.has(link.pathname) || !/(\/|\.html)$/.test(link.pathname)) return;
    timer = setTimeout(() => {
      fetched.add(link.pathname);
      document.head.append(make('link', { rel: 'prefetch', href: link.href.split('#')[0] }));
    }, 80);
  }

  if (location.protocol.startsWith('http') && !saveData && !effectiveType.includes('2g')) {
    document.addEventListener('pointerover', ahead, { passive: true });
    document.addEventListener('focusin', ahead);
  }
})();
