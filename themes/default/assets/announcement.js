// The announcement: what a reader put away stays away, until something else is announced. Read before
// anything is drawn.
(() => {
  'use strict';

  const { id } = document.currentScript.dataset;
  const key = 'daring:announcement';
  const putAway = () => { document.documentElement.dataset.announcement = 'away'; };

  try {
    if (localStorage.getItem(key) === id) putAway();
  } catch { /* Storage may be refused. */ }

  document.addEventListener('click', (event) => {
    if (!event.target.closest('.announcement button')) return;
    putAway();
    document.getElementById('d:main')?.focus();
    try {
      localStorage.setItem(key, id);
    } catch { /* It is away on this page. */ }
  });
})();
