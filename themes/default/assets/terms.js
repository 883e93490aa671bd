// Shows what a term means beside its link: on hover and focus, and at the first tap. A second tap, a
// click or Enter follows the link. Escape closes; the note may be pointed at.
(() => {
  const links = document.querySelectorAll('a.term[aria-describedby]');
  if (!links.length) return;
  const note = document.createElement('div');
  note.className = 'term-note';
  note.hidden = true;
  document.body.append(note);
  let shown = null;
  let timer = 0;

  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  const place = (link) => {
    const words = link.getClientRects()[0];
    const width = note.offsetWidth;
    const room = document.documentElement.clientWidth - width - 8;
    const start = getComputedStyle(link).direction === 'rtl' ? words.right - width : words.left;
    const left = Math.max(8, Math.min(start, room));
    const below = words.bottom + 6;
    const fits = below + note.offsetHeight < innerHeight || words.top < note.offsetHeight + 14;
    note.style.left = `${left + scrollX}px`;
    note.style.top = `${(fits ? below : words.top - 6 - note.offsetHeight) + scrollY}px`;
  };

  const show = (link) => {
    clearTimeout(timer);
    const source = document.getElementById(link.getAttribute('aria-describedby'));
    if (!source || shown === link) return;
    note.replaceChildren(...Array.from(source.childNodes, (child) => child.cloneNode(true)));
    note.hidden = false;
    shown = link;
    place(link);
  };

  const hide = () => {
    clearTimeout(timer);
    note.hidden = true;
    shown = null;
  };

  for (const link of links) {
    link.addEventListener('pointerenter', (event) => {
      if (event.pointerType === 'mouse') later(() => show(link), 150);
    });
    link.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') later(hide, 250);
    });
    link.addEventListener('focus', () => {
      if (link.matches(':focus-visible')) show(link);
    });
    link.addEventListener('blur', () => later(hide, 50));
    let touched = false;
    link.addEventListener('pointerdown', (event) => { touched = event.pointerType === 'touch'; });
    link.addEventListener('click', (event) => {
      if (touched && shown !== link) {
        event.preventDefault();
        show(link);
      }
    });
  }
  note.addEventListener('pointerenter', () => clearTimeout(timer));
  note.addEventListener('pointerleave', () => later(hide, 250));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown) hide();
  });
  document.addEventListener('pointerdown', (event) => {
    if (shown && !note.contains(event.target) && !shown.contains(event.target)) hide();
  });
  addEventListener('resize', hide);
})();
