// On a page that a reader came to along a reading path (`?path=…`): a bar above the text with the stops
// before and after it. The same stands below the text for everybody, so that nothing depends on this.
(() => {
  'use strict';

  const id = new URLSearchParams(location.search).get('path');
  const own = [...document.querySelectorAll('[data-path]')].find((one) => one.dataset.path === id);
  if (!own) return;
  const bar = document.createElement('nav');
  bar.className = 'path-bar';
  bar.setAttribute('aria-label', 'Reading path');
  bar.append(...own.cloneNode(true).childNodes);
  const leave = bar.querySelector('.path-leave');
  leave.href = location.pathname;
  leave.hidden = false;
  document.querySelector('main').prepend(bar);
  // Who follows a path turns its pages.
  own.classList.add('path-current');
  own.parentElement.prepend(own);
  document.querySelector('.pager')?.remove();
})();
