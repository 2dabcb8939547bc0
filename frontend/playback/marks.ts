import type { Shelf } from '../terminal/typed.ts';

/** Moments somebody marked while they looked: theirs alone, kept in their browser. */

const KEY = 'postern.playback.marks';
/** Kept for the recordings marked last, so that the shelf does not fill up. */
const MOST_RECORDINGS = 50;
const MOST_MARKS = 200;
/** A mark this near is the one meant: pressing again takes it away. */
const SAME = 500;

export interface Mark {
  ms: number;
}

export class Marks {
  readonly #shelf: Shelf;
  readonly #session: string;
  all: Mark[];

  constructor(shelf: Shelf, session: string) {
    this.#shelf = shelf;
    this.#session = session;
    this.all = (this.#read().get(session) ?? []).map((ms) => ({ ms }));
  }

  /** Marks the moment, or takes its mark away; undefined when there are as many as one may have. */
  toggle(at: number): 'marked' | 'unmarked' | undefined {
    const ms = Math.round(at);
    const near = this.all.find((mark) => Math.abs(mark.ms - ms) <= SAME);
    if (!near && this.all.length >= MOST_MARKS) return undefined;
    this.all = near ? this.all.filter((mark) => mark !== near) : [...this.all, { ms }].sort((a, b) => a.ms - b.ms);
    this.#keep();
    return near ? 'unmarked' : 'marked';
  }

  #keep(): void {
    const kept = this.#read();
    kept.delete(this.#session);
    if (this.all.length > 0) kept.set(this.#session, this.all.map(({ ms }) => ms));
    this.#shelf.setItem(KEY, JSON.stringify([...kept].slice(-MOST_RECORDINGS)));
  }

  /** What was kept, as far as it makes sense. */
  #read(): Map<string, number[]> {
    try {
      const kept = JSON.parse(this.#shelf.getItem(KEY) ?? '[]') as unknown;
      const isMs = (ms: unknown): ms is number => typeof ms === 'number' && Number.isSafeInteger(ms) && ms >= 0;
      const isEntry = (entry: unknown): entry is [string, unknown[]] => Array.isArray(entry) && typeof entry[0] === 'string' && Array.isArray(entry[1]);
      const good = Array.isArray(kept) ? kept.filter(isEntry) : [];
      return new Map(good.map(([session, marks]) => [session, marks.filter(isMs).slice(0, MOST_MARKS)]));
    } catch {
      return new Map();
    }
  }
}
