// What searching needs before anybody searches: on the page to search on the box itself, elsewhere the marks
// on a page that a result led to. The rest is fetched when it is wanted.
(() => {
  'use strict';

  const here = document.currentScript.src;
  const load = () => import(new URL('search.js', here));
  const place = document.querySelector('[data-search-page]');

  if (place && location.protocol === 'file:') {
    const text = 'This page was opened from a folder, and browsers do not let it read the search index then. Publish the folder, or look at it with “daring serve”.';
    const words = document.createElement('p');
    words.textContent = text;
    place.replaceChildren(words);
  } else if (place) {
    load().then((search) => search.mount(place)).catch(() => {
      const words = document.createElement('p');
      words.setAttribute('role', 'alert');
      words.textContent = 'The search could not be loaded. Load the page again to try once more.';
      place.replaceChildren(words);
    });
  }

  // `site.js` of the default theme does this too, together with its other keys; whoever is first does it.
  const opener = document.querySelector('.search-open');
  // What is typed before the box is there; `null` while none is on its way.
  let typed = null;
  const open = () => {
    if (typed !== null) return;
    typed = '';
    opener.setAttribute('aria-busy', 'true');
    load()
      .then((search) => search.open(() => typed))
      .catch(() => { location.href = opener.href; })
      .finally(() => {
        typed = null;
        opener.removeAttribute('aria-busy');
      });
  };
  document.addEventListener('keydown', (event) => {
    if (typed === null || document.querySelector('dialog[open]')) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain || event.key !== 'Backspace' && event.key.length > 1) return;
    typed = event.key === 'Backspace' ? typed.slice(0, -1) : typed + event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  // A field keeps the focus for a moment after its dialog was closed. Open dialogs are asked for apart.
  const isTyping = ({ target }) => target.isContentEditable || target.closest?.(':is(input, textarea, select):not(dialog *)');
  const areKeysOff = () => {
    try {
      return localStorage.getItem('daring:keys') === 'off';
    } catch {
      return false;
    }
  };
  document.addEventListener('click', (event) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented || !event.target.closest?.('.search-open')) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    if (!opener || event.defaultPrevented || event.repeat || event.isComposing || document.querySelector('dialog[open]')) return;
    const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event) && !areKeysOff();
    const isK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSlash && !isK) return;
    event.preventDefault();
    open();
  });

  let found;
  try {
    found = sessionStorage.getItem('daring:found');
  } catch { /* Storage may be refused. */ }
  if (found) load().then((search) => search.landed()).catch(() => {});
})();
