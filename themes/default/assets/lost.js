// The page for unknown addresses is read at any of them, and without `base_url` its links are right at
// the root of the site only. This file knows where it lies below that root, and puts them right.
(() => {
  const root = new URL('../../', document.currentScript.src).href;
  if (root === new URL('.', document.baseURI).href) return;
  const isPlaced = (address) => address === null || /^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(address);
  for (const element of document.querySelectorAll('[href], [src]')) {
    for (const name of ['href', 'src']) {
      const address = element.getAttribute(name);
      if (isPlaced(address) || address.includes('lost.js')) continue;
      const placed = new URL(address, root).href;
      if (element.localName !== 'script') {
        element.setAttribute(name, placed);
        continue;
      }
      // A script that was not found is only tried again when it is another element.
      const script = document.createElement('script');
      if (element.type) script.type = element.type;
      script.src = placed;
      element.replaceWith(script);
    }
  }
})();
