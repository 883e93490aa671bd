// The list of keys, and the switch that turns off those that are a single character: whoever speaks
// to a computer, or hits keys by accident, needs it (WCAG 2.1.4).

/** Opens the list; `site.js` lends its tools. */
(window.daring ??= {}).help = ({ make, icon, kept, search }) => {
  const keys = [
    ...(search ? [[['/'], 'Search'], [['Ctrl', 'K'], 'Search, always']] : []),
    [['['], 'Previous page, also with ←'],
    [[']'], 'Next page, also with →'],
    [['t'], 'Colours: as the system, light, dark'],
    [['?'], 'This list'],
    [['Esc'], 'Close what is open'],
  ];
  const list = make('dl', {}, ...keys.flatMap(([combination, meaning]) => {
    const names = combination.flatMap((key, index) => [...(index ? [' + '] : []), make('kbd', {}, key)]);
    return [make('dt', {}, ...names), make('dd', {}, meaning)];
  }));
  const box = make('input', { type: 'checkbox' });
  box.checked = kept.get('keys') !== 'off';
  box.addEventListener('change', () => kept.set('keys', box.checked ? 'on' : 'off'));
  const close = make('button', { class: 'tool', type: 'button', 'aria-label': 'Close' }, icon('M6 6l12 12M18 6 6 18'));
  const heading = make('h2', { id: 'd:help' }, 'Keyboard shortcuts');
  const dialog = make(
    'dialog',
    { class: 'help', 'aria-labelledby': 'd:help' },
    make('div', { class: 'help-head' }, heading, close),
    list,
    make('label', {}, box, 'Keys of a single character, and arrows, are on'),
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};
