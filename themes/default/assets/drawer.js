// The menu of a phone as a drawer: a modal dialog, which keeps the focus and closes with Escape.
(() => {
  'use strict';

  let drawer;

  function build(menu, wide, { make, icon, show }) {
    const panel = menu.querySelector('.panel');
    const close = make('button', { class: 'tool', type: 'button', 'aria-label': 'Close the menu' }, icon('M6 6l12 12M18 6 6 18'));
    const navigation = make('nav', { 'aria-label': 'Handbook' });
    const dialog = make('dialog', { class: 'drawer', 'aria-label': 'Menu' }, make('div', { class: 'drawer-head' }, 'Menu', close), navigation);
    const shut = () => dialog.close();
    close.addEventListener('click', shut);
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog || target.closest?.('a')) shut();
    });
    wide.addEventListener('change', shut);
    // Browsers tell of it a moment after it is closed. It may be open again by then.
    dialog.addEventListener('close', () => {
      if (dialog.open) return;
      menu.append(panel);
      dialog.remove();
      menu.querySelector('summary').focus({ preventScroll: true });
    });
    return () => {
      if (dialog.open) return;
      navigation.append(panel);
      document.body.append(dialog);
      dialog.showModal();
      show(panel.querySelector('[aria-current]'), dialog);
    };
  }

  /** Moves the panel of `menu` into a drawer until that is closed, or the window is `wide`. */
  (window.daring ??= {}).drawer = (menu, wide, tools) => {
    drawer ??= build(menu, wide, tools);
    drawer();
  };
})();
