// The few things this page does with the document. Text goes in as text, never as markup: names and
// types are whatever a client chose to write.

/** A new element: attributes by name, children as elements or strings. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The element of that id. */
export const byId = (id) => document.getElementById(id);

/** Sets an element's text, if it is another one: untouched nodes cost no layout. */
export function text(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

/** Sets an attribute, or takes it away if the value is null. */
export function attribute(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/** Hides an element unless the condition holds. */
export function show(element, condition) {
  if (element.hidden === Boolean(condition)) {
    element.hidden = !condition;
  }
}

/** Keeps the children of one element in step with a list, moving and making as few as possible. */
export class Keyed {
  #parent;
  #create;
  #update;
  #children = new Map();

  /** `create(item)` gives an object with an `element`; `update(child, item)` brings it up to date. */
  constructor(parent, create, update) {
    this.#parent = parent;
    this.#create = create;
    this.#update = update;
  }

  /** Shows these items, in this order; `key(item)` tells them apart. */
  render(items, key) {
    const wanted = new Map(items.map((item) => [key(item), item]));
    for (const [id, child] of this.#children) {
      if (!wanted.has(id)) {
        child.element.remove();
        this.#children.delete(id);
      }
    }
    let place = this.#parent.firstElementChild;
    for (const [id, item] of wanted) {
      let child = this.#children.get(id);
      if (!child) {
        child = this.#create(item);
        this.#children.set(id, child);
      }
      if (child.element === place) {
        place = place.nextElementSibling;
      } else {
        this.#parent.insertBefore(child.element, place);
      }
      this.#update(child, item);
    }
  }
}
