// One column a host: its budget as a vessel, its tokens as squares in it, its figures below.

import { Keyed, attribute, byId, el, show, text } from './dom.js';
import * as format from './format.js';

const MAX_CELLS = 400;
const MAX_CELLS_IN_ALL = 8_000;
const DENSE = 150;
const MAX_TYPES = 6;
const TRACE_MS = 10_000;
const MAX_TRACES = 40;

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class Hosts {
  #cards = new Keyed(
    byId('host-list'),
    (host) => new Card(host.name),
    (card, host) => card.update(host, this.#frame),
  );
  #frame = {};

  render(model, now) {
    const hosts = model.hosts();
    const largest = hosts.reduce((most, host) => Math.max(most, host.budget), 1);
    const cells = Math.min(MAX_CELLS, Math.floor(MAX_CELLS_IN_ALL / Math.max(1, hosts.length)));
    this.#frame = { model, now, hosts, largest, cells };
    show(byId('hosts-none'), hosts.length === 0);
    this.#cards.render(hosts, (host) => host.name);
  }
}

class Card {
  #state = el('p', { class: 'state' });
  #free = el('p', { class: 'free' });
  #gauge = el('div', { class: 'gauge', role: 'img' }, el('i'));
  #cells = el('div', { class: 'cells', role: 'img' });
  #used = el('strong');
  #budget = el('span', { class: 'quiet' });
  #total = el('p', { class: 'total' });
  #types = el('ul', { class: 'types' });
  #figures = new Figures(['cpu idle', 'disk idle', 'available']);
  #trace = el('span', { class: 'trace', 'aria-hidden': 'true' });
  #beacon = el('p', { class: 'beacon' }, 'no beacon heard yet');
  #facts = el('p', { class: 'quiet facts-line' });
  #lacks = el('p', { class: 'note' });
  #segments = el('tbody');
  #segmentCount = el('summary');
  #page = el('a', { rel: 'noreferrer', class: 'own-page', hidden: '' }, 'its own page');
  #vessel;
  #squares = new Keyed(this.#cells, makeSquare, () => {});
  #legend = new Keyed(this.#types, makeType, (item, { number }) => text(item.number, format.count(number)));
  #rows = new Keyed(this.#segments, makeSegment, updateSegment);
  #drawn = null;
  #beat = null;

  constructor(name) {
    const id = `host-${name}`;
    this.#vessel = el('div', { class: 'vessel' }, this.#gauge, this.#cells);
    this.element = el(
      'article',
      { class: 'host', 'aria-labelledby': id, 'data-host': name },
      el('header', {}, el('h3', { id, class: 'name' }, name), this.#state),
      el('div', { class: 'stand' }, this.#vessel),
      el('div', { class: 'figures' }, el('p', {}, this.#used, ' used '), this.#free),
      this.#total,
      this.#types,
      this.#figures.element,
      el('div', { class: 'beacons' }, this.#trace, this.#beacon),
      this.#lacks,
      el(
        'details',
        {},
        this.#segmentCount,
        el(
          'div',
          { class: 'scroll' },
          el('table', { class: 'segments' }, segmentHead(), this.#segments),
        ),
      ),
      this.#facts,
      this.#page,
    );
  }

  update(host, { model, now, hosts, largest, cells }) {
    const { health, says } = model.health(host, now);
    attribute(this.element, 'data-health', health);
    text(this.#state, says);
    this.#pulse(host, now);
    show(this.#page, host.http && host.http.host !== location.host);
    if (host.http) {
      attribute(this.#page, 'href', host.http.href);
    }
    const scale = `${host.budget}/${largest}`;
    if (this.#vessel.dataset.scale !== scale) {
      this.#vessel.dataset.scale = scale;
      this.#vessel.style.setProperty('--budget', host.budget / largest);
    }
    const state = host.state;
    show(this.#figures.element, state);
    if (!state) {
      text(this.#free, host.budget ? `of ${format.bytes(host.budget)}` : '');
      return;
    }
    const missing = hosts
      .filter((other) => other.name !== host.name && other.state && !other.absent)
      .map((other) => other.name)
      .filter((name) => !state.reaches.includes(name));
    show(this.#lacks, missing.length > 0 && health !== 'gone');
    text(this.#lacks, `does not reach ${format.list(missing)}`);
    if (this.#drawn !== state) {
      this.#drawn = state;
      this.#draw(state, model, cells);
    }
  }

  #draw(state, model, cells) {
    const filled = state.budget > 0 ? Math.min(1, state.used / state.budget) : 0;
    this.#gauge.firstElementChild.style.setProperty('--share', filled);
    attribute(
      this.#gauge,
      'aria-label',
      `${format.share(filled)} of ${format.bytes(state.budget)} used`,
    );
    text(this.#used, format.bytes(state.used));
    text(this.#free, `${format.bytes(state.free)} free of ${format.bytes(state.budget)}`);

    const tokens = [...state.tokens].sort((a, b) => a.born - b.born).slice(-cells);
    this.#cells.classList.toggle('dense', tokens.length > DENSE);
    this.#squares.render(
      tokens.map((token) => ({ ...token, hue: model.hue(token.type) })),
      (token) => token.id,
    );
    const types = typesOf(tokens);
    attribute(
      this.#cells,
      'aria-label',
      `${format.plural(tokens.length, 'token')} shown: ` +
        types.map(({ type, number }) => `${type} ${number}`).join(', '),
    );
    text(
      this.#total,
      format.plural(state.tokensTotal, 'token') +
        (state.tokensTotal > tokens.length && tokens.length > 0 ? `, the newest ${tokens.length} shown` : ''),
    );
    this.#legend.render(
      types.slice(0, MAX_TYPES).map((item) => ({ ...item, hue: model.hue(item.type) })),
      (item) => item.type,
    );
    this.#figures.set([state.cpuIdle, state.diskIdle, state.availability]);

    text(
      this.#segmentCount,
      `${format.plural(state.segments.length, 'segment')}, strategy ${state.strategy || 'unknown'}`,
    );
    this.#rows.render(state.segments, (segment) => segment.id);
    text(
      this.#facts,
      `${format.count(state.written)} written · ${format.count(state.taken)} taken · ` +
        `${format.count(state.reads)} read · ${format.count(state.expired)} expired · ` +
        `up ${format.age(state.uptimeMs)} · store ${state.store || '–'}`,
    );
  }

  #pulse({ pulse }, now) {
    if (!pulse) {
      return;
    }
    text(
      this.#beacon,
      `beacon ${format.count(pulse.seq)} · ${format.seconds(now - pulse.heard)} ago · ` +
        `+${format.count(pulse.added)} −${format.count(pulse.removed)} · ${format.bytes(pulse.bytes)}`,
    );
    if (this.#beat !== pulse) {
      this.#beat = pulse;
      this.#mark();
    }
  }

  /** A stroke that wanders off to the left: the turns of the last ten seconds side by side. */
  #mark() {
    if (still.matches || document.hidden || this.#trace.childElementCount >= MAX_TRACES) {
      return;
    }
    const stroke = el('i');
    this.#trace.append(stroke);
    stroke.animate([{ transform: 'translateX(0)' }, { transform: 'translateX(-100%)' }], {
      duration: TRACE_MS,
    }).onfinish = () => stroke.remove();
  }
}

/** Shares of one, each with its bar. */
class Figures {
  #bars;

  constructor(names) {
    this.#bars = names.map((name) => ({ name, bar: el('i'), value: el('dd') }));
    this.element = el(
      'dl',
      { class: 'shares' },
      ...this.#bars.map(({ name, bar, value }) =>
        el('div', {}, el('dt', {}, name), el('span', { class: 'bar', 'aria-hidden': 'true' }, bar), value),
      ),
    );
  }

  set(shares) {
    this.#bars.forEach(({ bar, value }, i) => {
      bar.style.setProperty('--share', shares[i]);
      text(value, format.share(shares[i]));
    });
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
  return {
    element: el('span', { class: 'cell', 'data-hue': hue, title: `${type}, ${format.bytes(bytes)}, ${id}` }),
  };
}

function makeType({ type, hue }) {
  const number = el('span', { class: 'quiet' });
  const chip = el('span', { class: 'chip', 'data-hue': hue, 'aria-hidden': 'true' });
  return { element: el('li', {}, chip, el('span', { class: 'name' }, type), number), number };
}

function segmentHead() {
  const columns = ['segment', 'epoch', 'tokens', 'bytes', 'lsn', 'waiters'];
  return el('thead', {}, el('tr', {}, ...columns.map((name) => el('th', { scope: 'col' }, name))));
}

function makeSegment({ id }) {
  const cells = Array.from({ length: 5 }, () => el('td'));
  return { element: el('tr', {}, el('th', { scope: 'row', class: 'name' }, id), ...cells), cells };
}

function updateSegment({ cells }, { epoch, tokens, bytes, lsn, waiters }) {
  [epoch, tokens, format.bytes(bytes), lsn, waiters].forEach((value, i) =>
    text(cells[i], typeof value === 'number' ? format.count(value) : value),
  );
}
