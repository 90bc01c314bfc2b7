// The event-bus bridge's JSON protocol over one WebSocket: we register for addresses and ping; the
// bridge sends {type: "rec", address, body} or {type: "err"}. Pings are not answered, so that a
// connection is judged by what comes in: hosts speak once a second.

const PING_MS = 5_000;
const QUIET_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

export class Bridge {
  #url;
  #addresses;
  #on;
  #socket = null;
  #retry = FIRST_RETRY_MS;
  #timer = 0;
  #pinged = 0;
  #heard = 0;

  /** `on` has `open()`, `message(address, body)` and `lost(retryInMs)`. */
  constructor(url, addresses, on) {
    this.#url = url;
    this.#addresses = addresses;
    this.#on = on;
    setInterval(() => this.#watch(), 1_000);
  }

  /** Connects, now; a connection that is open stays. */
  connect() {
    clearTimeout(this.#timer);
    if (this.#socket) {
      return;
    }
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = () => this.#closed(socket);
    this.#socket = socket;
    this.#heard = performance.now();
  }

  #opened() {
    this.#heard = performance.now();
    this.#ping(this.#heard);
    for (const address of this.#addresses) {
      this.#send({ type: 'register', address });
    }
    this.#on.open();
  }

  #received(data) {
    const now = performance.now();
    this.#heard = now;
    this.#retry = FIRST_RETRY_MS;
    this.#ping(now); // here too: a hidden page's timers may sleep for a minute
    let message;
    try {
      message = JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data));
    } catch {
      return; // not ours to understand; the next one is
    }
    if (message?.type === 'rec') {
      this.#on.message(message.address, message.body);
    } else if (message?.type === 'err') {
      console.warn('the bridge refused something:', message.body ?? message.message);
    }
  }

  #closed(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#socket = null;
    const wait = this.#retry * (0.75 + Math.random() / 2); // so that pages do not return as one
    this.#retry = Math.min(LAST_RETRY_MS, this.#retry * 2);
    this.#timer = setTimeout(() => this.connect(), wait);
    this.#on.lost(wait);
  }

  #watch() {
    const now = performance.now();
    if (this.#socket && now - this.#heard > QUIET_MS) {
      const socket = this.#socket;
      socket.close(); // a dead peer would let its close event wait
      this.#closed(socket);
    } else {
      this.#ping(now);
    }
  }

  #ping(now) {
    if (this.#socket?.readyState === WebSocket.OPEN && now - this.#pinged > PING_MS) {
      this.#pinged = now;
      this.#send({ type: 'ping' });
    }
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }
}
