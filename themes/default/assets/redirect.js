// A page that has moved: the element that leads on without script forgets which place was asked for.
(() => {
  const to = new URL(document.currentScript.dataset.to, location.href);
  to.search ||= location.search;
  to.hash ||= location.hash;
  location.replace(to);
})();
