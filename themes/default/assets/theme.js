// Read before anything is drawn: what the reader chose last time. `data-theme` also tells the style
// sheet that scripts run.
(() => {
  'use strict';
  let chosen;
  try {
    chosen = localStorage.getItem('daring:theme');
  } catch { /* Storage may be refused. */ }
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
})();
