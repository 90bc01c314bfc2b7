// Who leads which segment, who else holds it, and what is held by too few.

import { Keyed, byId, el, show, text } from './dom.js';
import * as format from './format.js';

const MAX_ROWS = 200;

export class Segments {
  #rows = new Keyed(byId('segments-rows'), makeRow, updateRow);

  render(model) {
    const all = model.segments();
    const unled = all.filter((segment) => segment.gone);
    const few = all.filter((segment) => !segment.gone && segment.lacking);
    show(byId('segments-table'), all.length > 0);
    text(byId('segments-held'), held(all));
    text(byId('segments-note'), note(unled, few));
    show(byId('segments-more'), all.length > MAX_ROWS);
    text(byId('segments-more'), `${format.count(all.length - MAX_ROWS)} more not listed.`);
    this.#rows.render(listed(all), (segment) => segment.id);
  }
}

const troubled = (segment) => segment.gone || segment.lacking !== null;
const members = (segment) => segment.copies.filter((copy) => copy.member);

/** All, by name; of too many those in trouble before the others. */
function listed(all) {
  if (all.length <= MAX_ROWS) {
    return all;
  }
  const others = all.filter((segment) => !troubled(segment));
  return [...all.filter(troubled), ...others].slice(0, MAX_ROWS);
}

/** What the table says as a whole. */
function held(all) {
  if (all.length === 0) {
    return 'No segment has been heard of yet.';
  }
  return all.some((segment) => segment.copies.length > 1)
    ? 'Whoever holds a segment has all that was acknowledged in it, and may come to lead it. Whoever follows is not waited for.'
    : 'Each is on one host alone.';
}

function note(unled, few) {
  const says = [];
  if (unled.length > 0) {
    says.push(`Nobody heard leads ${names(unled)}.`);
  }
  if (few.length > 0) {
    says.push(`Held by too few: ${names(few)}.`);
  }
  return says.join(' ');
}

const names = (segments) => format.some(segments.map((segment) => segment.id));

function copies(list) {
  return list.map((copy) => copy.host + lag(copy)).join(', ') || '–';
}

function lag({ linked, behind }) {
  if (!linked) {
    return ' (out of reach)';
  }
  if (behind === null) {
    return ' (is asked what it has)';
  }
  return behind > 0 ? ` (${format.count(behind)} behind)` : '';
}

function state(segment) {
  if (segment.gone) {
    return `closed: ${segment.by} led it, and is not heard`;
  }
  return segment.lacking ?? (segment.open ? 'open' : 'not open yet');
}

function makeRow({ id }) {
  const cells = ['Led by', 'Epoch', 'Held by', 'Followed by', 'State'].map((label) =>
    el('td', { class: label === 'Epoch' ? 'right' : 'name', 'data-label': label }),
  );
  const head = el('th', { scope: 'row', class: 'name', 'data-label': 'Segment' }, id);
  return { element: el('tr', {}, head, ...cells), cells };
}

function updateRow({ element, cells }, segment) {
  element.classList.toggle('trouble', troubled(segment));
  const values = [
    segment.gone ? 'nobody' : segment.by,
    format.count(segment.epoch),
    copies(members(segment)),
    copies(segment.copies.filter((copy) => !copy.member)),
    state(segment),
  ];
  values.forEach((value, i) => text(cells[i], value));
}
