// What scripts add to the views of a ladder: filters of the matrix, any two levels side by side, and
// copying the address of an expectation. Everything is there without them.
(() => {
  'use strict';

  const all = (root, selector) => [...root.querySelectorAll(selector)];

  // Says something to screen readers.
  const voice = document.createElement('p');
  voice.setAttribute('role', 'status');
  voice.className = 'l-voice';
  const say = (text) => { voice.textContent = ''; setTimeout(() => { voice.textContent = text; }, 50); };

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement('textarea');
      field.value = text;
      field.className = 'l-voice';
      document.body.append(field);
      field.select();
      const done = document.execCommand('copy');
      field.remove();
      return done;
    }
  }

  document.addEventListener('click', async (event) => {
    const link = event.target.closest?.('.l-copy');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const here = link.getAttribute('href').startsWith('#');
    if (here) location.hash = link.hash;
    if (!await copy(link.href)) {
      if (!here) location.href = link.href;
      return;
    }
    link.focus();
    link.classList.add('l-copied');
    say('Address copied');
    setTimeout(() => link.classList.remove('l-copied'), 2000);
  });

  function matrix(root) {
    const form = root.querySelector('[data-ladder="filters"]');
    const selects = all(form, 'select');
    if (!selects.length) return;
    const wanted = (name) => form.querySelector(`[data-filter="${name}"]`)?.value ?? '';
    const apply = () => {
      const track = wanted('track');
      const area = wanted('area');
      for (const one of all(root, '[data-track]')) one.hidden = track !== '' && one.dataset.track !== track;
      for (const one of all(root, '[data-areas]')) {
        one.hidden = area !== '' && !one.dataset.areas.split(' ').includes(area);
        for (const row of all(one, 'tr:not(.l-area)')) {
          const shown = all(row, 'td').filter((cell) => !cell.hidden);
          row.hidden = shown.length > 0 && shown.every((cell) => cell.classList.contains('l-is-not-applicable'));
        }
      }
      const picked = root.querySelector('.l-pick :checked');
      if (picked?.closest('label').hidden) {
        const first = all(root, '.l-pick label').find((label) => !label.hidden);
        if (first) first.querySelector('input').checked = true;
      }
    };
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('change', apply);
    // A browser that goes back fills in what was chosen, after this script has run.
    addEventListener('pageshow', apply);
    apply();
  }

  function compare(root) {
    const form = root.querySelector('[data-ladder="choose"]');
    const [a, b] = all(form, 'select');
    if (a.options.length < 2) return;
    const asked = new URLSearchParams(location.search);
    const choose = (select, name, otherwise) => {
      const at = [...select.options].findIndex((option) => option.value === name);
      select.selectedIndex = at < 0 ? otherwise : at;
    };
    choose(a, asked.get('a'), 0);
    const above = a.selectedIndex + 1;
    choose(b, asked.get('b'), above < b.options.length ? above : a.selectedIndex - 1);
    const name = (select) => select.selectedOptions[0].dataset.short;
    const lists = all(root, '.l-sides').map((list) => ({ list, items: [...list.children] }));
    const show = () => {
      const numbers = [a, b].map((select) => select.selectedOptions[0].dataset.number);
      for (const one of all(root, '[data-at]')) {
        const at = one.dataset.at.split(' ');
        const [inA, inB] = numbers.map((number) => at.includes(number));
        one.hidden = !inA && !inB;
        one.dataset.side = inA && inB ? 'both' : inA ? 'a' : 'b';
        one.querySelector('.l-side').textContent = inA && inB ? 'Both' : name(inA ? a : b);
      }
      // What both have comes after what only one has.
      for (const { list, items } of lists) {
        const isBoth = (one) => Number(one.dataset.side === 'both');
        list.append(...[...items].sort((one, other) => isBoth(one) - isBoth(other)));
      }
      for (const row of all(root, '[data-row]')) row.hidden = all(row, '[data-at]').every((one) => one.hidden);
      for (const area of all(root, '.l-area-section')) area.hidden = all(area, '[data-row]').every((row) => row.hidden);
      for (const fact of all(root, '.l-compared-facts > div')) fact.hidden = all(fact, 'dd').every((one) => one.hidden);
    };
    form.hidden = false;
    root.querySelector('[data-ladder="compared"]').hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('change', () => {
      show();
      try {
        history.replaceState(null, '', `?${new URLSearchParams({ a: a.value, b: b.value })}`);
      } catch { /* A page opened from a folder keeps its address. */ }
      say(`${name(a)} compared with ${name(b)}`);
    });
    addEventListener('pageshow', show);
    show();
  }

  document.body.append(voice);
  all(document, '[data-ladder="matrix"]').forEach(matrix);
  all(document, '[data-ladder="compare"]').forEach(compare);
})();
