// One host: how it is, its memory, its figures, its segments, its beacons.

import { Keyed, attribute, el, show, text } from './dom.js';
import * as format from './format.js';
import { Vessel } from './vessel.js';

const TRACE_MS = 10_000;
const MAX_TRACES = 40;

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class Card {
  #health = el('p', { class: 'state' });
  #lacks = el('p', { class: 'note lacks' });
  #used = el('strong');
  #share = el('span', { class: 'quiet' });
  #free = el('p', { class: 'free' });
  #vessel = new Vessel();
  #shares = new Shares(['cpu idle', 'disk idle', 'available']);
  #trace = el('span', { class: 'trace', 'aria-hidden': 'true' });
  #beacon = el('p', {}, 'no beacon heard yet');
  #strategy = el('p', { class: 'own-strategy' });
  #segmentCount = el('summary');
  #segmentBody = el('tbody');
  #segmentDetails = el(
    'details',
    { class: 'segments', hidden: '' },
    this.#segmentCount,
    el('div', { class: 'scroll' }, el('table', {}, segmentHead(), this.#segmentBody)),
  );
  #segments = new Keyed(this.#segmentBody, makeSegment, updateSegment);
  #facts = el('p', { class: 'quiet counters' });
  #page;
  #drawn = null;
  #beat = null;

  constructor(name) {
    const id = `host-${name}`;
    const [stand, total, types, newest] = this.#vessel.elements;
    this.#page = el('a', { rel: 'noreferrer', class: 'own-page', hidden: '' }, `Page of ${name}`);
    this.element = el(
      'article',
      { class: 'host', 'aria-labelledby': id, 'data-host': name },
      el('header', {}, el('h3', { id, class: 'name' }, name), this.#health),
      this.#lacks,
      stand,
      el('div', { class: 'figures' }, el('p', {}, this.#used, this.#share), this.#free),
      total,
      types,
      this.#shares.element,
      el('div', { class: 'beacons' }, this.#trace, this.#beacon),
      this.#strategy,
      this.#segmentDetails,
      newest,
      this.#facts,
      this.#page,
    );
  }

  update(host, { model, now, hosts, largest, cells }) {
    const { health, says } = model.health(host, now);
    attribute(this.element, 'data-health', health);
    text(this.#health, says);
    show(this.#page, host.http && host.http.host !== location.host);
    attribute(this.#page, 'href', host.http?.href ?? null);
    this.#vessel.scale(host.budget, largest);
    this.#pulse(host.pulse, now);
    const { state } = host;
    show(this.#shares.element, state);
    if (!state) {
      show(this.#lacks, false);
      return;
    }
    const missing = unreached(host, hosts);
    show(this.#lacks, missing.length > 0 && health !== 'gone');
    text(this.#lacks, `does not reach ${format.list(missing)}`);
    if (this.#drawn !== state) {
      this.#drawn = state;
      this.#draw(state);
      this.#vessel.draw(state, cells, (type) => model.hue(type));
    }
  }

  #draw(state) {
    text(this.#used, format.bytes(state.used));
    text(this.#share, ` used, ${format.share(state.budget > 0 ? state.used / state.budget : 0)}`);
    text(this.#free, `${format.bytes(state.free)} free`);
    this.#shares.set([state.cpuIdle, state.diskIdle, state.availability]);
    text(this.#strategy, `places by ${state.strategy || 'an unknown strategy'}`);
    show(this.#segmentDetails, state.segments.length > 0);
    text(this.#segmentCount, format.plural(state.segments.length, 'segment'));
    this.#segments.render(state.segments, (segment) => segment.id);
    text(
      this.#facts,
      `${format.count(state.written)} written · ${format.count(state.taken)} taken · ` +
        `${format.count(state.returned)} put back · ${format.count(state.expired)} expired · ` +
        `up ${format.age(state.uptimeMs)} · store ${state.store || '–'}`,
    );
  }

  #pulse(pulse, now) {
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

  /** A stroke that wanders off to the left: the turns of the last ten seconds, host under host. */
  #mark() {
    if (still.matches || document.hidden || this.#trace.childElementCount >= MAX_TRACES) {
      return;
    }
    const stroke = el('i');
    this.#trace.append(stroke);
    const way = [{ transform: 'translateX(0)' }, { transform: 'translateX(-100%)' }];
    stroke.animate(way, { duration: TRACE_MS }).onfinish = () => stroke.remove();
  }
}

/** Shares of one, each with its bar. */
class Shares {
  #bars;

  constructor(names) {
    this.#bars = names.map((name) => ({ name, bar: el('i'), value: el('dd') }));
    const rows = this.#bars.map(({ name, bar, value }) =>
      el('div', {}, el('dt', {}, name), el('dd', { class: 'bar', 'aria-hidden': 'true' }, bar), value),
    );
    this.element = el('dl', { class: 'shares' }, ...rows);
  }

  set(shares) {
    this.#bars.forEach(({ bar, value }, i) => {
      bar.style.setProperty('--share', shares[i]);
      text(value, format.share(shares[i]));
    });
  }
}

function unreached(host, hosts) {
  return hosts
    .filter((other) => other !== host && other.state && !other.absent)
    .map((other) => other.name)
    .filter((name) => !host.state.reaches.includes(name));
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
  const values = [epoch, tokens, format.bytes(bytes), lsn, waiters];
  values.forEach((value, i) =>
    text(cells[i], typeof value === 'number' ? format.count(value) : value),
  );
}
