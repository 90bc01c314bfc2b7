// The auction feed: newest first, each entry opening to its bids. While an entry is open or the
// reader has paused, newer ones are held back, so that what is being read stays where it is.

import { attribute, byId, el, show, text } from './dom.js';
import * as format from './format.js';

const MAX_ENTRIES = 100;

export class Auctions {
  #feed = byId('feed');
  #shown = 0; // the number of the newest auction in the feed
  #paused = false;
  #open = new Set();
  #flush = false;

  /** `changed()` asks for a new frame. */
  constructor(changed) {
    const pause = byId('pause');
    pause.addEventListener('click', () => {
      this.#paused = !this.#paused;
      attribute(pause, 'aria-pressed', this.#paused);
      changed();
    });
    byId('newer').addEventListener('click', () => {
      this.#flush = true;
      changed();
    });
    this.changed = changed;
  }

  render(model) {
    const held = (this.#paused || this.#open.size > 0) && !this.#flush;
    const newer = model.auctionsSeen - this.#shown;
    if (!held && newer > 0) {
      this.#add(model);
    }
    const waiting = model.auctionsSeen - this.#shown;
    show(byId('newer'), waiting > 0);
    text(byId('newer'), `Show ${format.plural(waiting, 'newer auction')}`);
    show(byId('feed-none'), model.auctionsSeen === 0);
    show(byId('feed-dropped'), model.dropped > 0);
    text(
      byId('feed-dropped'),
      `${format.plural(model.dropped, 'more auction')} left out by busy hosts.`,
    );
  }

  #add(model) {
    const fresh = model.auctions.filter((auction) => auction.number > this.#shown);
    const asked = this.#flush;
    this.#feed.prepend(...fresh.map((auction) => this.#entry(auction, model)));
    this.#shown = model.auctionsSeen;
    this.#flush = false;
    while (this.#feed.childElementCount > MAX_ENTRIES) {
      this.#open.delete(this.#feed.lastElementChild);
      this.#feed.lastElementChild.remove();
    }
    if (asked) { // the button that asked goes away with what it counted
      this.#feed.querySelector('button')?.focus();
    }
  }

  #entry(auction, model) {
    const id = `auction-${auction.number}`;
    const button = el(
      'button',
      { type: 'button', 'aria-expanded': 'false', 'aria-controls': id, class: 'entry' },
      el('time', {}, format.clock(auction.at)),
      el('span', { class: 'chip', 'data-hue': model.hue(auction.type), 'aria-hidden': 'true' }),
      el('span', { class: 'entry-type name' }, auction.type),
      el('span', { class: 'entry-bytes' }, format.bytes(auction.bytes)),
      el(
        'span',
        { class: 'entry-way' },
        el('span', { class: 'name' }, auction.entry),
        el('span', { class: 'arrow', 'aria-hidden': 'true' }, ' → '),
        el('span', { class: 'hidden' }, ' wrote it, kept by '),
        auction.winner === null
          ? el('strong', { class: 'nobody' }, 'nobody')
          : el('strong', { class: 'name' }, auction.winner),
      ),
    );
    const bids = el('div', { id, class: 'bids', hidden: '' });
    const entry = el('li', { class: 'auction' }, button, bids);
    button.addEventListener('click', () => {
      const opens = bids.hidden;
      if (opens && !bids.hasChildNodes()) {
        bids.append(...explain(auction));
      }
      bids.hidden = !opens;
      attribute(button, 'aria-expanded', opens);
      if (opens) {
        this.#open.add(entry);
      } else {
        this.#open.delete(entry);
      }
      this.changed();
    });
    return entry;
  }
}

/** Why the token is where it is: the strategy, the draw, and each bid with what became of it. */
function explain(auction) {
  const facts = [
    ['Strategy', auction.strategy],
    ['Draw', auction.draw === null ? 'none' : auction.draw.toFixed(4)],
    ['Segment', auction.segment || '–'],
    ['Token', auction.token],
  ];
  if (auction.reason !== null) {
    facts.splice(2, 0, ['Reason', auction.reason]);
  }
  const parts = [
    el(
      'dl',
      { class: 'facts' },
      ...facts.map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', { class: 'name' }, value))),
    ),
  ];
  if (auction.bids.length === 0) {
    return [...parts, el('p', { class: 'quiet' }, 'Nobody bid.')];
  }
  const won = auction.bids.findIndex((bid) => bid.host === auction.winner);
  parts.push(
    el(
      'ol',
      { class: 'bid-list' },
      ...auction.bids.map((bid, place) => bidRow(bid, place, won, auction)),
    ),
  );
  if (auction.bidders > auction.bids.length) {
    parts.push(
      el('p', { class: 'quiet' }, `${format.plural(auction.bidders - auction.bids.length, 'further bid')} not listed.`),
    );
  }
  return parts;
}

function bidRow(bid, place, won, auction) {
  const bar = el('span', { class: 'odds-bar', 'aria-hidden': 'true' }, el('i'));
  bar.firstElementChild.style.setProperty('--share', bid.odds);
  const figures = [
    `${format.bytes(bid.free)} of ${format.bytes(bid.budget)} free`,
    `cpu ${format.share(bid.cpuIdle)} idle`,
    `available ${format.share(bid.availability)}`,
  ];
  if (bid.score !== null) {
    figures.push(`score ${Number(bid.score.toPrecision(4))}`);
  }
  return el(
    'li',
    { class: 'bid', 'data-fate': fate(bid, place, won) },
    el(
      'div',
      { class: 'bid-line' },
      el('span', { class: 'bid-host name' }, bid.host),
      bar,
      el('span', { class: 'odds' }, el('span', { class: 'hidden' }, 'odds '), format.share(bid.odds)),
    ),
    el('p', { class: 'bid-why' }, why(bid, place, won, auction)),
    el('p', { class: 'quiet bid-figures' }, ...figures.map((figure) => el('span', {}, figure))),
  );
}

function fate(bid, place, won) {
  return place === won ? 'won' : bid.ruledOut === null ? 'lost' : 'out';
}

/** Bids come in the order in which their hosts are asked: those after the winner never were. */
function why(bid, place, won, auction) {
  if (place === won) {
    return auction.reason === null ? 'won' : `won: ${auction.reason}`;
  }
  if (bid.ruledOut !== null) {
    return `ruled out: ${bid.ruledOut}`;
  }
  if (auction.reason !== null) {
    return `passed over: ${auction.reason}`;
  }
  return won < 0 || place < won
    ? 'came first, but did not take it'
    : `not asked: ${auction.winner} came before it`;
}
