// A host's memory: a vessel as tall as its budget, a gauge of what is used, a square for each token.

import { Keyed, attribute, el, show, text } from './dom.js';
import * as format from './format.js';

const DENSE = 150; // more squares than this are drawn smaller
const MAX_TYPES = 6;
const MAX_LISTED = 20;

export class Vessel {
  #gauge = el('div', { class: 'gauge', role: 'img' }, el('i'));
  #cells = el('div', { class: 'cells', role: 'img' });
  #vessel = el('div', { class: 'vessel' }, this.#gauge, this.#cells);
  #rim = el('p', { class: 'rim quiet' });
  #squares = new Keyed(this.#cells, makeSquare, () => {});
  #types = el('ul', { class: 'types' });
  #legend = new Keyed(this.#types, makeType, (item, { number }) =>
    text(item.number, format.count(number)),
  );
  #total = el('p', { class: 'total' });
  #body = el('tbody');
  #listed = new Keyed(this.#body, makeRow, () => {});
  #details = el(
    'details',
    { class: 'newest' },
    el('summary', {}, 'newest tokens'),
    el('div', { class: 'scroll' }, el('table', {}, tokenHead(), this.#body)),
  );
  #newest = [];

  /** In the order in which a card shows them. */
  elements = [
    el('div', { class: 'stand' }, this.#rim, this.#vessel),
    this.#total,
    this.#types,
    this.#details,
  ];

  constructor() {
    this.#details.addEventListener('toggle', () => this.#list());
    show(this.#details, false);
  }

  /** Sets its height against the largest budget in the cluster. */
  scale(budget, largest) {
    text(this.#rim, budget > 0 ? `budget ${format.bytes(budget)}` : '');
    const scale = `${budget / largest}`;
    if (this.#vessel.dataset.scale !== scale) {
      this.#vessel.dataset.scale = scale;
      this.#vessel.style.setProperty('--budget', scale);
    }
  }

  /** Shows a state's tokens, at most `most` squares of them. */
  draw(state, most, hue) {
    const filled = state.budget > 0 ? Math.min(1, state.used / state.budget) : 0;
    this.#gauge.firstElementChild.style.setProperty('--share', filled);
    const used = `${format.share(filled)} of ${format.bytes(state.budget)} used`;
    attribute(this.#gauge, 'aria-label', used);

    const tokens = [...state.tokens].sort((a, b) => a.born - b.born).slice(-most);
    const coloured = tokens.map((token) => ({ ...token, hue: hue(token.type) }));
    this.#cells.classList.toggle('dense', tokens.length > DENSE);
    this.#squares.render(coloured, (token) => token.id);
    const types = typesOf(tokens);
    const each = types.map(({ type, number }) => `${type} ${number}`).join(', ');
    attribute(
      this.#cells,
      'aria-label',
      `${format.plural(tokens.length, 'token')} shown${each ? `: ${each}` : ''}`,
    );
    const some = tokens.length > 0 && state.tokensTotal > tokens.length;
    text(
      this.#total,
      format.plural(state.tokensTotal, 'token') + (some ? ` · newest ${tokens.length} shown` : ''),
    );
    this.#legend.render(
      types.slice(0, MAX_TYPES).map((item) => ({ ...item, hue: hue(item.type) })),
      (item) => item.type,
    );
    this.#newest = tokens.slice(-MAX_LISTED).reverse();
    show(this.#details, tokens.length > 0);
    this.#list();
  }

  #list() {
    if (this.#details.open) {
      this.#listed.render(this.#newest, (token) => token.id);
    }
  }
}

function typesOf(tokens) {
  const numbers = new Map();
  for (const { type } of tokens) {
    numbers.set(type, (numbers.get(type) ?? 0) + 1);
  }
  return [...numbers]
    .map(([type, number]) => ({ type, number }))
    .sort((a, b) => b.number - a.number || (a.type < b.type ? -1 : 1));
}

function makeSquare({ id, type, bytes, hue }) {
  const title = `${type}, ${format.bytes(bytes)}, ${id}`;
  return { element: el('span', { class: 'cell', 'data-hue': hue, title }) };
}

function makeType({ type, hue }) {
  const number = el('span', { class: 'quiet' });
  const chip = el('span', { class: 'chip', 'data-hue': hue, 'aria-hidden': 'true' });
  return { element: el('li', {}, chip, el('span', { class: 'name' }, type), number), number };
}

function tokenHead() {
  const columns = ['token', 'type', 'bytes'];
  return el('thead', {}, el('tr', {}, ...columns.map((name) => el('th', { scope: 'col' }, name))));
}

function makeRow({ id, type, bytes }) {
  return {
    element: el(
      'tr',
      {},
      el('td', { class: 'name' }, id),
      el('td', { class: 'name' }, type),
      el('td', {}, format.bytes(bytes)),
    ),
  };
}
