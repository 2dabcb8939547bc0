import type { Size } from './segment.ts';

/** What is drawn on: xterm.js, as far as it matters here. */
export interface Screen {
  resize(size: Size): void;
  /** Calls back once it is parsed. */
  write(bytes: Uint8Array, parsed: () => void): void;
}

/** Something to draw: bytes, or from here on another size. */
export type Piece = Uint8Array | Size;

/** Ends whatever sequence or half character came before (CAN), then resets the terminal (RIS): a keyframe wants a fresh one. */
const FRESH = Uint8Array.of(0x18, 0x1b, 0x63);

/** Hands pieces to a screen one after the other. A size counts from its place in the output, so it waits until what is before it is parsed. */
export class Projector {
  readonly #screen: Screen;
  #waiting: { pieces: Piece[]; done: () => void }[] = [];
  #busy = false;
  #size: Size | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Something is still being parsed. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Adds to what is on the screen. */
  show(pieces: Piece[]): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ pieces: [...pieces], done });
      if (!this.#busy) this.#goOn();
    });
  }

  /** Begins anew at that size; what waited to be shown is not shown any more. */
  begin(size: Size, pieces: Piece[]): Promise<void> {
    for (const { done } of this.#waiting.splice(0)) done();
    const [first, ...rest] = pieces;
    return this.show([size, ...(first instanceof Uint8Array ? [prefixed(first), ...rest] : [FRESH, ...pieces])]);
  }

  #goOn(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const piece = next.pieces.shift();
      if (piece === undefined) {
        this.#waiting.shift();
        next.done();
      } else if (piece instanceof Uint8Array) {
        this.#busy = true;
        this.#screen.write(piece, () => {
          this.#busy = false;
          this.#goOn();
        });
        if (this.#busy) return;
      } else if (piece.columns !== this.#size?.columns || piece.rows !== this.#size.rows) {
        this.#size = piece;
        this.#screen.resize(piece);
      }
    }
  }
}

function prefixed(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(FRESH.length + bytes.length);
  all.set(FRESH);
  all.set(bytes, FRESH.length);
  return all;
}
