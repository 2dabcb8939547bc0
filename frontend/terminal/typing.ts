import { TypedBytes } from './typed.ts';

/** What waits behind a large paste, at most. A file of more is better copied than typed. */
export const MOST_QUEUED = 4 * 1024 * 1024;

/** One binary message carries this much, so that Ctrl-C never waits behind a long one. */
export const CHUNK = 8 * 1024;

const PASTE_END = [0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e];

/** Where chunks go once they are kept. While the line is away they go nowhere: {@link TypedBytes} has them. */
export type Send = (chunk: Uint8Array) => void;

/** Takes typed and pasted bytes in order, keeps what fits, and queues the rest of a large paste behind it. */
export class Typing {
  readonly #typed: TypedBytes;
  readonly #send: Send;
  readonly #changed: () => void;
  #queue: Uint8Array = new Uint8Array(0);
  #total = 0;

  constructor(typed: TypedBytes, send: Send, changed: () => void = () => {}) {
    this.#typed = typed;
    this.#send = send;
    this.#changed = changed;
  }

  /** 0–1 while a large paste is on its way, undefined when nothing is queued. */
  get progress(): number | undefined {
    return this.#queue.length === 0 ? undefined : 1 - this.#queue.length / this.#total;
  }

  /** False when it does not fit and was refused as a whole: half a paste is worse than none. */
  offer(bytes: Uint8Array): boolean {
    if (this.#queue.length > 0 && bytes.length === 1 && bytes[0] === 3) this.cancel(); // Ctrl-C means now
    if (this.#queue.length + bytes.length > MOST_QUEUED) return false;
    const before = this.#queue.length;
    const more = new Uint8Array(before + bytes.length);
    more.set(this.#queue);
    more.set(bytes, before);
    this.#queue = more;
    this.#total = before === 0 ? bytes.length : this.#total + bytes.length;
    this.pump();
    return true;
  }

  /** Moves on what there is room for: call it when the node has confirmed some. */
  pump(): void {
    const waited = this.#queue.length > 0;
    let taken = 0;
    while (taken < this.#queue.length && this.#typed.room > 0) {
      const chunk = this.#queue.slice(taken, taken + Math.min(CHUNK, this.#typed.room));
      this.#typed.keep(chunk);
      this.#send(chunk);
      taken += chunk.length;
    }
    if (taken > 0) this.#queue = this.#queue.slice(taken);
    if (waited) this.#changed();
  }

  /** Drops what is queued. A shell that was told of a paste is told of its end, else it would wait for it for ever. */
  cancel(): void {
    const bracketed = PASTE_END.every((byte, at) => this.#queue.at(at - PASTE_END.length) === byte);
    this.#queue = bracketed && this.#queue.length > 0 ? Uint8Array.from(PASTE_END) : new Uint8Array(0);
    this.#total = this.#queue.length;
    this.pump();
  }
}
