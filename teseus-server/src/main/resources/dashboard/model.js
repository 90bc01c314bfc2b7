// What this page knows, and what follows from it. `now` is this page's monotonic clock (ms): the
// hosts' own clocks only label what they say. Nothing here touches the document.

import * as format from './format.js';

export const SILENT_MS = 3_000;
const MAX_AUCTIONS = 100;
const MAX_NOTICES = 6;
const MAX_HOSTS = 500;
const MAX_SEGMENTS = 5_000;
const HUES = 8;
const STANDINGS = { draining: 'drains', drained: 'drained' };
const BY_NAME = new Intl.Collator('en', { numeric: true }); // hera/2 before hera/10

function standing(state) {
  const says = STANDINGS[state?.standing] ?? 'up';
  return state?.clockOffMs ? `${says}, clock off by ${state.clockOffMs} ms` : says;
}

export class Model {
  cluster = '';
  summaries = new Map();
  auctions = []; // newest first
  auctionsSeen = 0;
  dropped = 0;
  notices = []; // newest first
  connected = false;
  lostAt = null;
  retryAt = 0;
  #hosts = new Map();
  #hues = new Map();
  #led = new Map(); // segment: who led it last, and under which epoch
  #strategy = { name: '', weights: [], meta: -1, previous: '', since: null };
  #opened;
  #heardFrom; // silence counts from here at the earliest: before it this page was not listening

  constructor(now) {
    this.#opened = now;
    this.#heardFrom = now;
  }

  // --- what comes in

  open(now) {
    if (this.lostAt !== null) {
      this.#notice(`This page is connected again, after ${format.seconds(now - this.lostAt)}.`);
    }
    this.connected = true;
    this.lostAt = null;
    this.#heardFrom = now;
  }

  lost(now, retryInMs) {
    if (this.connected || this.lostAt === null) {
      this.lostAt = now;
    }
    this.connected = false;
    this.retryAt = now + retryInMs;
  }

  known(cluster, now) {
    this.cluster = cluster.name;
    this.summaries = new Map(cluster.strategies.map(({ name, summary }) => [name, summary]));
    for (const { name, http, budget } of cluster.hosts) {
      const host = this.#host(name);
      if (host) {
        host.http ??= http;
        host.budget ||= budget;
      }
    }
    for (const state of cluster.states) {
      const host = this.#host(state.host);
      if (host && !host.state) {
        this.#state(host, state, now);
      }
    }
    this.#inForce(cluster.strategy, [], 0);
  }

  host(state, now) {
    const host = this.#host(state.host);
    if (!host) {
      return;
    }
    const absent = host.absent;
    this.#leads(state);
    if (host.state && host.state.incarnation !== state.incarnation) {
      host.lostBy.clear(); // what was lost was another life of it
    }
    this.#state(host, state, now);
    host.heard = now;
    host.absent = false;
    if (absent) {
      this.#notice(`${state.host} is heard again.`);
    }
    this.#inForce(state.strategy, state.weights, state.meta, state.host);
  }

  auction(auction) {
    this.auctions.unshift({ ...auction, number: ++this.auctionsSeen });
    this.auctions.length = Math.min(this.auctions.length, MAX_AUCTIONS);
    this.dropped += auction.dropped;
  }

  pulse(pulse, now) {
    const host = this.#host(pulse.host);
    if (host) {
      host.pulse = { ...pulse, heard: now };
    }
  }

  member({ host: by, of, up, why }, now) {
    const host = this.#host(of);
    if (!host) {
      return;
    }
    if (up) {
      host.lostBy.delete(by);
    } else {
      host.lostBy.set(by, { why, at: now });
      this.#notice(`${by} has lost ${of}${why ? `: ${why}` : ''}.`);
    }
  }

  /** Notes who fell silent since it was last asked. Call about once a second. */
  tick(now) {
    for (const host of this.#hosts.values()) {
      if (!host.absent && host.state && this.health(host, now).health === 'gone') {
        host.absent = true;
        if (host.lostBy.size === 0) {
          this.#notice(`${host.name} has not been heard for ${format.seconds(this.silence(host, now))}.`);
        }
      }
    }
  }

  // --- what follows

  /** Every host known, by name. */
  hosts() {
    return [...this.#hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  silence(host, now) {
    return now - (host.heard ?? this.#opened);
  }

  /**
   * How a host is: `up`; `doubted` if a peer has lost it and this page still hears it; `gone` if
   * nobody hears it; `stale` if this page hears nobody; `waiting` before it could be heard.
   */
  health(host, now) {
    const silence = this.silence(host, now);
    if (!this.connected) {
      return {
        health: 'stale',
        says: host.heard === null ? 'never heard' : `stale, ${format.seconds(silence)} old`,
      };
    }
    const losses = [...host.lostBy].filter(([by]) => this.#speaks(by, now));
    const unheard = losses.find(([, loss]) => host.heard === null || host.heard <= loss.at);
    const claim = ([by, { why }]) => `${by} has lost it${why ? `: ${why}` : ''}`;
    if (unheard) {
      return { health: 'gone', says: `gone, ${claim(unheard)}`, silence };
    }
    if (now - Math.max(host.heard ?? 0, this.#heardFrom) > SILENT_MS) {
      return { health: 'gone', says: `not heard for ${format.seconds(silence)}`, silence };
    }
    if (losses.length > 0) {
      return { health: 'doubted', says: `heard here, but ${claim(losses[0])}` };
    }
    return host.heard === null
      ? { health: 'waiting', says: 'not heard yet' }
      : { health: 'up', says: standing(host.state) };
  }

  strategy() {
    return this.#strategy;
  }

  /** The digests of cluster.json among hosts heard, each with the hosts that run it. */
  configs(now) {
    const found = new Map();
    for (const host of this.hosts()) {
      if (host.state?.config && this.silence(host, now) <= SILENT_MS) {
        found.set(host.state.config, [...(found.get(host.state.config) ?? []), host.name]);
      }
    }
    return found;
  }

  /** Who waits, longest first, and how many more there are than their hosts list. */
  waiting(now) {
    const rows = new Map();
    let unlisted = 0;
    for (const host of this.#hosts.values()) {
      if (!host.state || host.absent) {
        continue;
      }
      const { waiting, waitingTotal } = host.state;
      unlisted += Math.max(0, waitingTotal - waiting.length);
      for (const waiter of waiting) {
        rows.set(waiter.op, { ...waiter, age: waiter.ageMs + (this.connected ? now - host.read : 0) });
      }
    }
    return { rows: [...rows.values()].sort((a, b) => b.age - a.age), unlisted };
  }

  /**
   * Every segment known, by name: `by`, who leads it under the highest epoch of those that are
   * heard; `gone`, true if nobody does any more and this is what its last primary said.
   */
  segments() {
    const found = new Map();
    for (const { name, state, absent } of this.#hosts.values()) {
      for (const segment of state?.segments ?? []) {
        const known = found.get(segment.id);
        const better = known && (known.gone === absent ? known.epoch < segment.epoch : known.gone);
        if (!known || better) {
          found.set(segment.id, { ...segment, by: name, gone: absent });
        }
      }
    }
    return [...found.values()].sort((a, b) => BY_NAME.compare(a.id, b.id));
  }

  /** A colour for a type: the same on every page while the first eight types go by. */
  hue(type) {
    let hue = this.#hues.get(type);
    if (hue === undefined) {
      if (this.#hues.size >= HUES) {
        return HUES;
      }
      const taken = new Set(this.#hues.values());
      for (hue = hash(type) % HUES; taken.has(hue); hue = (hue + 1) % HUES);
      this.#hues.set(type, hue);
    }
    return hue;
  }

  // --- within

  #host(name) {
    let host = this.#hosts.get(name);
    if (!host && this.#hosts.size < MAX_HOSTS) {
      host = {
        name,
        http: null,
        budget: 0,
        state: null,
        read: 0,
        heard: null,
        absent: false,
        pulse: null,
        lostBy: new Map(),
      };
      this.#hosts.set(name, host);
    }
    return host;
  }

  #state(host, state, now) {
    host.state = state;
    host.read = now;
    host.http = state.http ?? host.http;
    host.budget = state.budget || host.budget;
  }

  /** Notes which segments a host leads that another led before. */
  #leads({ host, segments }) {
    const taken = [];
    for (const { id, epoch } of segments) {
      const known = this.#led.get(id);
      if (known ? epoch > known.epoch : this.#led.size < MAX_SEGMENTS) {
        if (known && known.by !== host) {
          taken.push(id);
        }
        this.#led.set(id, { by: host, epoch });
      }
    }
    if (taken.length > 0) {
      this.#notice(`${host} leads ${format.some(taken)} now.`);
    }
  }

  #speaks(name, now) {
    const host = this.#hosts.get(name);
    return Boolean(host) && host.heard !== null && now - host.heard <= SILENT_MS;
  }

  #inForce(name, weights, meta, by) {
    const known = this.#strategy;
    if (!name || (known.name && meta < known.meta && this.#held(known))) {
      return; // from a host that has not heard of the latest change
    }
    if (!known.name || name === known.name) {
      this.#strategy = { ...known, name, weights: by ? weights : known.weights, meta };
    } else if (meta > known.meta || !this.#held(known)) {
      this.#notice(
        `Strategy changed from ${known.name} to ${name}${by ? `, first heard of from ${by}` : ''}.`,
      );
      this.#strategy = { name, weights, meta, previous: known.name, since: Date.now() };
    }
  }

  /** Whether a host still goes by that strategy, so that another says nothing new. */
  #held({ name, meta }) {
    return [...this.#hosts.values()].some(
      ({ absent, state }) =>
        !absent && state && state.strategy === name && state.meta >= meta,
    );
  }

  #notice(says) {
    this.notices.unshift({ at: Date.now(), says, number: (this.notices[0]?.number ?? 0) + 1 });
    this.notices.length = Math.min(this.notices.length, MAX_NOTICES);
  }
}

function hash(type) {
  let h = 0;
  for (const unit of type) {
    h = (Math.imul(h, 31) + unit.codePointAt(0)) >>> 0;
  }
  return h;
}
