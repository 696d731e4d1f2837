// Parts of the page, found and made.

/** The part with that identifier. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new element around `children`, which are nodes or texts. */
export function create(name, ...children) {
  const node = document.createElement(name);
  node.append(...children);
  return node;
}
