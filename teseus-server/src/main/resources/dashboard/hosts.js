// The hosts side by side, by name.

import { Card } from './card.js';
import { Keyed, byId, show } from './dom.js';

const MAX_CELLS = 400;
const MAX_CELLS_IN_ALL = 8_000;

export class Hosts {
  #frame = {};
  #cards = new Keyed(
    byId('host-list'),
    (host) => new Card(host.name),
    (card, host) => card.update(host, this.#frame),
  );

  render(model, now) {
    const hosts = model.hosts();
    const largest = hosts.reduce((most, host) => Math.max(most, host.budget), 1);
    const cells = Math.min(MAX_CELLS, Math.floor(MAX_CELLS_IN_ALL / Math.max(1, hosts.length)));
    this.#frame = { model, now, hosts, largest, cells };
    show(byId('hosts-none'), hosts.length === 0);
    this.#cards.render(hosts, (host) => host.name);
  }
}
