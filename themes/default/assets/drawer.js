// The menu of a phone as a drawer: a modal dialog, which keeps the focus and closes with Escape.

/** Moves the panel of `menu` into a drawer until that is closed, or the window is `wide`. */
(window.daring ??= {}).drawer = (menu, wide, { make, icon, show }) => {
  const panel = menu.querySelector('.panel');
  const close = make('button', { class: 'tool', type: 'button', 'aria-label': 'Close the menu' }, icon('M6 6l12 12M18 6 6 18'));
  const navigation = make('nav', { 'aria-label': 'Handbook' }, panel);
  const drawer = make('dialog', { class: 'drawer', 'aria-label': 'Menu' }, make('div', { class: 'drawer-head' }, 'Menu', close), navigation);
  const shut = () => drawer.close();
  close.addEventListener('click', shut);
  drawer.addEventListener('click', ({ target }) => {
    if (target === drawer || target.closest?.('a')) shut();
  });
  wide.addEventListener('change', shut);
  drawer.addEventListener('close', () => {
    wide.removeEventListener('change', shut);
    menu.append(panel);
    drawer.remove();
    menu.querySelector('summary').focus({ preventScroll: true });
  });
  document.body.append(drawer);
  drawer.showModal();
  show(panel.querySelector('[aria-current]'), drawer);
};
