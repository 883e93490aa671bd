// Shows what a link within the handbook leads to, after a moment under the pointer or the focus, or a long
// press. Nothing is fetched before, and nothing from a folder of files or when data is to be saved.
(() => {
  'use strict';

  const { root: up, shards } = document.currentScript.dataset;
  const style = new URL('preview.css', document.currentScript.src);
  const saves = matchMedia('(prefers-reduced-data: reduce)').matches || navigator.connection?.saveData;
  if (location.protocol === 'file:' || saves) return;

  const root = new URL(up, location.href);
  const KEPT_MS = 60_000;
  const files = new Map();
  let box; // What is shown.
  let link; // What it is shown for.
  let timer; // Of what comes next: showing or hiding.
  let pressed; // Where a finger went down.
  let isPress = false; // Whether the finger that is down has opened the preview.
  let turn = 0; // What comes in another one is late.

  // As `page/preview.rs` has it.
  function fileOf(key) {
    let sum = 0x811c9dc5;
    for (let at = 0; at < key.length; at++) sum = Math.imul(sum ^ key.charCodeAt(at), 0x01000193);
    return (sum ^ (sum >>> 16)) & (shards - 1);
  }

  function load(file) {
    // Under `daring serve`, which has its panel on the page, texts change while one looks.
    if (document.querySelector('daring-panel')) files.delete(file);
    if (!files.has(file)) {
      const loaded = fetch(new URL(`previews/${file}.json`, root)).then((answer) => (answer.ok ? answer.json() : {}));
      files.set(file, loaded.catch(() => ({})));
      setTimeout(() => files.delete(file), KEPT_MS);
    }
    return files.get(file);
  }

  // The place that a link leads to and its page; nothing for other sites, files and this page.
  function keys({ href }) {
    try {
      const { origin, pathname, hash } = new URL(href);
      const isPage = /\/(index\.html)?$|\.html$/.test(pathname);
      if (!isPage || origin !== root.origin || !pathname.startsWith(root.pathname)) return [];
      if (pathname === location.pathname) return [];
      const page = decodeURIComponent(pathname.slice(root.pathname.length));
      return [...new Set([page + decodeURIComponent(hash), page])];
    } catch {
      return [];
    }
  }

  // A term says what it means itself.
  const isOurs = (one) => one?.closest('main') && !one.closest('nav') && !one.matches('.term') && keys(one).length > 0;

  function linkAt(target) {
    const one = target.closest?.('a[href]');
    return isOurs(one) ? one : null;
  }

  function element(name, text, className) {
    const one = document.createElement(name);
    one.textContent = text;
    if (className) one.className = className;
    return one;
  }

  let styled;
  const styles = () => styled ??= new Promise((done) => {
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = style;
    sheet.onload = sheet.onerror = done;
    document.head.append(sheet);
  });

  function hide() {
    clearTimeout(timer);
    turn += 1;
    box?.remove();
    link?.removeAttribute('aria-describedby');
    link = box = undefined;
  }

  const later = (what, delay) => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };

  async function find(one) {
    for (const key of keys(one)) {
      const previews = await load(fileOf(key));
      if (Object.hasOwn(previews, key)) return previews[key];
    }
    return null;
  }

  async function show(one, x) {
    hide();
    link = one;
    const mine = turn;
    const said = await find(one);
    if (!said) return;
    await styles();
    if (turn === mine && one.isConnected) build(said, x);
  }

  function build([title, text, part], x) {
    box = element('div', '', 'preview');
    box.id = 'd:preview';
    box.setAttribute('role', 'tooltip');
    if (part) box.append(element('span', part, 'preview-part'));
    if (title) box.append(element('strong', title));
    if (text) box.append(element('span', text));
    document.body.append(box);
    link.setAttribute('aria-describedby', box.id);
    place(x);
  }

  // Below the line that is pointed at, or above it. The two touch, so that the pointer can go over.
  function place(x) {
    const lines = [...link.getClientRects()];
    const line = lines.find((one) => x >= one.left && x <= one.right) ?? lines[0];
    const { width, height } = box.getBoundingClientRect();
    const start = getComputedStyle(link).direction === 'rtl' ? line.right - width : line.left;
    const left = Math.max(8, Math.min(start, document.documentElement.clientWidth - width - 8));
    const isBelow = line.bottom + height <= innerHeight || line.top < height;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(isBelow ? line.bottom : line.top - height) + scrollY}px`;
  }

  const isIn = (target) => target instanceof Node && (box?.contains(target) || link?.contains(target));

  document.addEventListener('pointerover', ({ target, pointerType, clientX }) => {
    if (pointerType === 'touch') return;
    const one = linkAt(target);
    if (isIn(target)) clearTimeout(timer);
    if (one && (one !== link || !box)) later(() => show(one, clientX), 400);
  });
  document.addEventListener('pointerout', ({ target, relatedTarget, pointerType }) => {
    if (pointerType === 'touch' || !(linkAt(target) || isIn(target)) || isIn(relatedTarget)) return;
    if (document.activeElement !== link || !link?.matches(':focus-visible')) later(hide, 300);
  });
  document.addEventListener('focusin', ({ target }) => {
    const one = linkAt(target);
    if (one?.matches(':focus-visible')) later(() => show(one), 500);
  });
  document.addEventListener('focusout', ({ target }) => {
    if (linkAt(target)) hide();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });

  document.addEventListener('pointerdown', ({ target, pointerType, clientX, clientY }) => {
    if (box?.contains(target)) return;
    hide();
    isPress = false;
    const one = pointerType === 'touch' && linkAt(target);
    pressed = one ? { one, x: clientX, y: clientY } : undefined;
    if (one) later(lookUp, 200);
  });
  // What has no preview keeps the browser's menu.
  async function lookUp() {
    const mine = pressed;
    later(press, 300);
    mine.isPlain = !await find(mine.one);
  }
  function press() {
    if (!pressed || pressed.isPlain) return;
    isPress = true;
    show(pressed.one, pressed.x);
  }
  document.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (pressed && !isPress && Math.hypot(clientX - pressed.x, clientY - pressed.y) > 10) release();
  });
  function release() {
    if (pressed && !isPress) clearTimeout(timer);
    pressed = undefined;
  }
  document.addEventListener('pointerup', release);
  document.addEventListener('pointercancel', release);
  document.addEventListener('contextmenu', (event) => {
    if (!isPress) press();
    if (!isPress || !pressed) return;
    clearTimeout(timer);
    event.preventDefault();
  });
  // The end of a long press is no tap.
  document.addEventListener('click', (event) => {
    if (isPress) event.preventDefault();
    isPress = false;
  }, true);
})();
