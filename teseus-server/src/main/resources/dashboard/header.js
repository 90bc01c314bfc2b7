// The masthead, the banner and the strategy in force.

import { Keyed, byId, el, show, text } from './dom.js';
import * as format from './format.js';

const CHANGE_SHOWN_MS = 60_000;

export class Header {
  #notices = new Keyed(
    byId('notices'),
    (notice) => ({
      element: el('li', {}, el('time', {}, format.clock(notice.at)), el('span', {}, notice.says)),
    }),
    () => {},
  );

  render(model, now) {
    const hosts = model.hosts();
    const up = hosts.filter((host) => ['up', 'doubted'].includes(model.health(host, now).health));
    this.#totals(model, now, hosts, up);
    this.#link(model, now, hosts);
    this.#banner(model, now, hosts, up);
    this.#strategy(model, now);
    show(byId('notices-none'), model.notices.length === 0);
    this.#notices.render(model.notices, (notice) => notice.number);
  }

  #totals(model, now, hosts, up) {
    const stated = hosts.filter((host) => host.state && !host.absent);
    const sum = (field) => stated.reduce((total, host) => total + host.state[field], 0);
    const budget = sum('budget');
    const waiting = model.waiting(now);
    text(byId('cluster'), model.cluster);
    text(byId('total-hosts'), model.connected ? `${up.length} of ${hosts.length}` : '–');
    text(byId('total-tokens'), format.count(sum('tokensTotal')));
    text(
      byId('total-used'),
      budget > 0 ? `${format.bytes(sum('used'))} of ${format.bytes(budget)}` : '–',
    );
    text(byId('total-waiting'), format.count(waiting.rows.length + waiting.unlisted));
  }

  #link(model, now, hosts) {
    const own = hosts.find((host) => host.http?.host === location.host);
    const link = model.connected ? 'live' : model.lostAt === null ? 'opening' : 'lost';
    byId('link').dataset.link = link;
    document.body.dataset.link = link;
    text(
      byId('link-text'),
      { live: `live from ${own?.name ?? location.host}`, lost: 'connection lost', opening: 'connecting' }[
        link
      ],
    );
  }

  #banner(model, now, hosts) {
    const lost = model.lostAt !== null;
    show(byId('banner'), lost);
    text(byId('banner-title'), lost ? 'Connection lost. The figures below are stale.' : '');
    if (!lost) {
      return;
    }
    const wait = Math.max(0, model.retryAt - now);
    text(
      byId('banner-age'),
      `Nothing has come in for ${format.seconds(now - model.lostAt)}; ` +
        (wait > 0 ? `trying again in ${Math.ceil(wait / 1000)} s.` : 'trying again now.'),
    );
    const others = hosts.filter((host) => host.http && host.http.host !== location.host);
    const place = byId('banner-others');
    show(place, others.length > 0);
    const shown = others.map((host) => host.http.href).join(' ');
    if (place.dataset.shown !== shown) {
      place.dataset.shown = shown;
      place.replaceChildren('Other hosts show the same page: ');
      others.slice(0, 12).forEach((host, i) =>
        place.append(
          i > 0 ? ', ' : '',
          el('a', { href: host.http.href, rel: 'noreferrer' }, host.name),
        ),
      );
    }
  }

  #strategy(model, now) {
    const { name, weights, previous, since } = model.strategy();
    text(byId('strategy'), name || '–');
    text(byId('strategy-weights'), weights.map(([what, weight]) => `${what} ${weight}`).join(' · '));
    text(byId('strategy-summary'), model.summaries.get(name) ?? '');
    const note = byId('strategy-note');
    show(note, since !== null);
    if (since !== null) {
      text(note, `Changed from ${previous} at ${format.clock(since)}.`);
      note.classList.toggle('fresh', Date.now() - since < CHANGE_SHOWN_MS);
    }
    const configs = [...model.configs(now)];
    show(byId('config-note'), configs.length > 1);
    if (configs.length > 1) {
      const each = configs.map(([digest, names]) => `${format.list(names)} ${digest.slice(0, 8)}`);
      text(byId('config-note'), `cluster.json differs between hosts: ${each.join('; ')}.`);
    }
  }
}
