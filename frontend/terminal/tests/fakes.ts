import type { Outside, Socket, Ticket } from '../link.ts';
import type { Shelf } from '../typed.ts';
import type { Screen } from '../session.ts';

/** Time moved by hand, a server that is an array, a shelf that is a map: for tests. */

export class FakeShelf implements Shelf {
  readonly items = new Map<string, string>();
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.items.set(key, value);
  }
}

export class FakeSocket implements Socket {
  binaryType = 'blob';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly texts: Record<string, unknown>[] = [];
  readonly bytes: number[] = [];
  closed = false;

  send(data: string | Uint8Array) {
    if (typeof data === 'string') this.texts.push(JSON.parse(data));
    else this.bytes.push(...data);
  }
  close() {
    this.closed = true;
  }
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  shows(text: string) {
    this.onmessage?.({ data: new TextEncoder().encode(text).buffer });
  }
  breaks(code = 1006) {
    this.onclose?.({ code, reason: '' });
  }
  get typed() {
    return new TextDecoder().decode(Uint8Array.from(this.bytes));
  }
}

export class FakeOutside implements Outside {
  readonly sockets: FakeSocket[] = [];
  answer: Ticket = { ticket: 't' };
  asked = 0;
  #now = 0;
  #timers: { at: number; what: () => void }[] = [];

  now() {
    return this.#now;
  }
  random() {
    return 1;
  }
  ticket() {
    this.asked++;
    return Promise.resolve(this.answer);
  }
  socket() {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  after(ms: number, what: () => void) {
    const timer = { at: this.#now + ms, what };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  get latest() {
    return this.sockets[this.sockets.length - 1];
  }
  async pass(ms: number) {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = due.at;
      due.what();
    }
    this.#now = until;
    await settled();
  }
}

export class FakeScreen implements Screen {
  cols = 80;
  rows = 24;
  shown = '';
  clears = 0;
  slow = false;
  #unparsed: (() => void)[] = [];

  write(bytes: Uint8Array, parsed: () => void) {
    this.shown += new TextDecoder().decode(bytes);
    if (this.slow) this.#unparsed.push(parsed);
    else parsed();
  }
  clear() {
    this.clears++;
    this.shown = '';
  }
  catchUp() {
    for (const parsed of this.#unparsed.splice(0)) parsed();
  }
}

/** Lets promises that are ready run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
