// Starts the page: events into the model, the model onto the page, at most once a frame.

import { Auctions } from './auctions.js';
import { Bridge } from './bridge.js';
import { byId } from './dom.js';
import { readAuction, readCluster, readHost, readMember, readPulse } from './events.js';
import { Header } from './header.js';
import { Hosts } from './hosts.js';
import { Model } from './model.js';
import { Segments } from './segments.js';
import { Waiting } from './waiting.js';

const TICK_MS = 500;

const model = new Model(performance.now());
const readers = {
  'teseus.host': [readHost, (state, now) => model.host(state, now)],
  'teseus.auction': [readAuction, (auction) => model.auction(auction)],
  'teseus.beacon-pulse': [readPulse, (pulse, now) => model.pulse(pulse, now)],
  'teseus.member': [readMember, (change, now) => model.member(change, now)],
};
const views = [new Header(), new Hosts(), new Auctions(draw), new Segments(), new Waiting()];

let drawing = false;

function draw() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      const now = performance.now();
      views.forEach((view) => view.render(model, now));
    });
  }
}

function received(address, body) {
  const [read, apply] = readers[address] ?? [];
  const event = read?.(body);
  if (event) {
    apply(event, performance.now());
    draw();
  }
}

/** Asks for what the bus does not tell; a host that does not answer is no reason to stop. */
async function ask() {
  try {
    const answer = await fetch('v1/cluster', { headers: { Accept: 'application/json' } });
    const cluster = answer.ok ? readCluster(await answer.json()) : null;
    if (cluster) {
      model.known(cluster, performance.now());
      draw();
    }
  } catch {
    // The events go on without it, and it is asked again when the connection is.
  }
}

const url = new URL('bridge/websocket', location.href);
url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
const bridge = new Bridge(url, Object.keys(readers), {
  open() {
    model.open(performance.now());
    ask();
    draw();
  },
  message: received,
  lost(retryInMs) {
    model.lost(performance.now(), retryInMs);
    draw();
  },
});

byId('retry').addEventListener('click', () => bridge.connect());
setInterval(() => {
  model.tick(performance.now());
  draw();
}, TICK_MS);
bridge.connect();
draw();
