// The page for unknown addresses is read at any of them, and without `base_url` its links are right at
// the root of the site only. This file knows where it lies below that root, and puts them right.
(() => {
  const root = new URL('../../', document.currentScript.src).href;
  if (root === new URL('.', document.baseURI).href) return;
  const isPlaced = (address) => address === null || /^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(address);
  const names = ['href', 'src', 'data-root', 'data-search-index'];
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`))) {
    const moved = names.filter((name) => !isPlaced(element.getAttribute(name)));
    if (!moved.length || element === document.currentScript) continue;
    for (const name of moved) element.setAttribute(name, new URL(element.getAttribute(name), root).href);
    if (element.localName !== 'script') continue;
    // A script that was not found is only tried again when it is another element.
    const script = document.createElement('script');
    for (const { name, value } of element.attributes) script.setAttribute(name, value);
    element.replaceWith(script);
  }
})();
