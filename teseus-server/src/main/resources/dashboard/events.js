// Reads events as they come over the bus into records this page can rely on: every field there, of
// its kind, bounded. What cannot be read gives null. Field by field: docs/dashboard.md.

const MAX_TEXT = 300;
const MAX_CELLS = 400;
const MAX_ROWS = 50;
const MAX_BIDS = 64;
const MAX_COPIES = 64;

const object = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
const text = (value) => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');
const nameOrNull = (value) => text(value) || null;
const number = (value) => (Number.isFinite(value) ? value : 0);
const numberOrNull = (value) => (Number.isFinite(value) ? value : null);
const amount = (value) => Math.max(0, number(value));
const share = (value) => Math.min(1, amount(value));
const array = (value) => (Array.isArray(value) ? value : []);
const objects = (value, most) => array(value).slice(0, most).map(object).filter(Boolean);
const texts = (value) => array(value).slice(0, 1000).map(text).filter(Boolean);

/** An address that may become a link, or null: a host's word is no reason to run `javascript:`. */
export function webAddress(value) {
  try {
    const url = new URL(text(value));
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

export function readHost(raw) {
  const event = object(raw);
  const host = text(event?.host);
  if (!host) {
    return null;
  }
  return {
    host,
    store: text(event.store),
    incarnation: String(event.incarnation ?? ''),
    at: number(event.at),
    uptimeMs: amount(event.uptimeMs),
    http: webAddress(event.http),
    strategy: text(event.strategy),
    weights: Object.entries(object(event.weights) ?? {})
      .slice(0, 16)
      .map(([name, weight]) => [text(name), number(weight)]),
    config: text(event.config),
    meta: number(event.meta),
    standing: text(event.standing),
    clockOffMs: number(event.clockOffMs),
    budget: amount(event.budget),
    used: amount(event.used),
    free: amount(event.free),
    cpuIdle: share(event.cpuIdle),
    diskIdle: share(event.diskIdle),
    availability: share(event.availability),
    segments: objects(event.segments, MAX_ROWS).map((segment) => ({
      id: text(segment.id),
      epoch: number(segment.epoch),
      tokens: amount(segment.tokens),
      bytes: amount(segment.bytes),
      lsn: number(segment.lsn),
      waiters: amount(segment.waiters),
      open: segment.open === true,
      copies: objects(segment.copies, MAX_COPIES).map((copy) => ({
        host: text(copy.host),
        member: copy.member === true,
        linked: copy.linked === true,
        behind: numberOrNull(copy.behind),
      })),
      lacking: nameOrNull(segment.lacking),
    })),
    waiting: objects(event.waiting, MAX_ROWS).map((waiter) => ({
      op: text(waiter.op),
      template:
        typeof waiter.template === 'string'
          ? text(waiter.template)
          : text(JSON.stringify(waiter.template) ?? ''),
      take: waiter.take === true,
      host: text(waiter.host) || host,
      ageMs: amount(waiter.ageMs),
    })),
    waitingTotal: amount(event.waitingTotal),
    tokens: objects(event.tokens, MAX_CELLS)
      .map((token) => ({
        id: text(token.id),
        type: text(token.type),
        bytes: amount(token.bytes),
        born: number(token.born),
      }))
      .filter((token) => token.id),
    tokensTotal: amount(event.tokensTotal),
    reaches: texts(event.reaches),
    written: amount(event.written),
    taken: amount(event.taken),
    returned: amount(event.returned),
    expired: amount(event.expired),
  };
}

export function readAuction(raw) {
  const event = object(raw);
  if (!event || typeof event.type !== 'string') {
    return null;
  }
  return {
    at: number(event.at),
    token: text(event.token),
    type: text(event.type),
    bytes: amount(event.bytes),
    entry: text(event.entry),
    strategy: text(event.strategy),
    draw: numberOrNull(event.draw),
    winner: nameOrNull(event.winner),
    segment: text(event.segment),
    reason: nameOrNull(event.reason),
    bidders: array(event.bids).length,
    bids: objects(event.bids, MAX_BIDS).map((bid) => ({
      host: text(bid.host),
      free: amount(bid.free),
      budget: amount(bid.budget),
      cpuIdle: share(bid.cpuIdle),
      availability: share(bid.availability),
      score: numberOrNull(bid.score),
      odds: share(bid.odds),
      ruledOut: nameOrNull(bid.ruledOut),
    })),
    dropped: amount(event.dropped),
  };
}

export function readPulse(raw) {
  const event = object(raw);
  return event && text(event.host)
    ? {
        host: text(event.host),
        seq: number(event.seq),
        added: amount(event.added),
        removed: amount(event.removed),
        bytes: amount(event.bytes),
      }
    : null;
}

export function readMember(raw) {
  const event = object(raw);
  return event && text(event.of) && (event.state === 'up' || event.state === 'down')
    ? { host: text(event.host), of: text(event.of), up: event.state === 'up', why: text(event.why) }
    : null;
}

export function readCluster(raw) {
  const answer = object(raw);
  if (!answer) {
    return null;
  }
  return {
    name: text(answer.name),
    strategy: text(answer.strategy),
    strategies: objects(answer.strategies, 100).map((strategy) => ({
      name: text(strategy.name),
      summary: text(strategy.summary),
    })),
    hosts: objects(answer.hosts, 1000)
      .map((host) => ({
        name: text(host.name),
        http: webAddress(host.http),
        budget: amount(host.budget),
      }))
      .filter((host) => host.name),
    states: array(answer.states).slice(0, 1000).map(readHost).filter(Boolean),
  };
}
