// Who waits for a token that is not there.

import { Keyed, byId, el, show, text } from './dom.js';
import * as format from './format.js';

const MAX_ROWS = 50;

export class Waiting {
  #rows = new Keyed(byId('waiting-rows'), makeRow, (row, waiter) => {
    text(row.age, format.seconds(waiter.age));
  });

  render(model, now) {
    const { rows, unlisted } = model.waiting(now);
    const more = unlisted + Math.max(0, rows.length - MAX_ROWS);
    show(byId('waiting-table'), rows.length > 0);
    show(byId('waiting-none'), rows.length + unlisted === 0);
    show(byId('waiting-more'), more > 0);
    text(byId('waiting-more'), `${format.count(more)} more not listed.`);
    this.#rows.render(rows.slice(0, MAX_ROWS), (waiter) => waiter.op);
  }
}

function makeRow({ op, template, take, host }) {
  const age = el('td', { class: 'right', 'data-label': 'Waits' });
  const element = el(
    'tr',
    {},
    el('td', { 'data-label': 'Asks to' }, take ? 'take' : 'read'),
    el('td', { class: 'code', 'data-label': 'Template' }, template),
    el('td', { class: 'name', 'data-label': 'Host' }, host),
    el('td', { class: 'code quiet', 'data-label': 'Operation' }, op),
    age,
  );
  return { element, age };
}
