/** Typed bytes that the node has not confirmed yet. They outlive a reload of the page, so none is lost and none is sent twice. */

/** What is kept between two lives of the page: {@link Storage} has it, and so has a Map in a test. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Unconfirmed bytes at most; beyond it nothing more is taken until the node confirms some. */
export const MOST_KEPT = 64 * 1024;

export class TypedBytes {
  /** Where in everything this tab ever typed the first kept byte stands. */
  #base = 0;
  #kept: Uint8Array = new Uint8Array(0);
  readonly #shelf: Shelf;
  readonly #key: string;

  constructor(shelf: Shelf, key: string) {
    this.#shelf = shelf;
    this.#key = key;
    const was = /^(\d+):([^]*)$/.exec(shelf.getItem(key) ?? '');
    if (was) {
      this.#base = Number(was[1]);
      this.#kept = Uint8Array.from(was[2], (char) => char.charCodeAt(0));
    }
  }

  /** How many more bytes may be typed now. */
  get room(): number {
    return MOST_KEPT - this.#kept.length;
  }

  get waiting(): number {
    return this.#kept.length;
  }

  /** Keeps the bytes; the caller has looked at {@link room} before. */
  keep(bytes: Uint8Array): void {
    if (bytes.length > this.room) throw new RangeError(`${bytes.length} bytes typed, room for ${this.room}`);
    const more = new Uint8Array(this.#kept.length + bytes.length);
    more.set(this.#kept);
    more.set(bytes, this.#kept.length);
    this.#change(this.#base, more);
  }

  /** The node has everything before this offset. */
  accepted(offset: number): void {
    if (offset > this.#base) this.#change(offset, this.#kept.slice(offset - this.#base));
  }

  /** The server holds everything before {@code received}; answers what it must be sent again, in order. */
  resume(received: number): Uint8Array {
    // Fewer than we know to be accepted: the server has forgotten this tab, and counts anew from what it says.
    if (received < this.#base) this.#change(received, this.#kept);
    else if (received > this.#base + this.#kept.length) this.#change(received, new Uint8Array(0));
    return this.#kept.slice(received - this.#base);
  }

  #change(base: number, kept: Uint8Array): void {
    this.#base = base;
    this.#kept = kept;
    let text = `${base}:`;
    for (let at = 0; at < kept.length; at += 4096) text += String.fromCharCode(...kept.subarray(at, at + 4096));
    try {
      this.#shelf.setItem(this.#key, text);
    } catch {
      // a full or forbidden storage costs only what is typed during a reload
    }
  }
}
