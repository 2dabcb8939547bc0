import { lastWhere, readCommands, readContents, readLines, type Command, type Contents, type Line, type SegmentPlace } from './contents.ts';
import { NotASegment, readSegment, type Damage, type Segment } from './segment.ts';

/** Segments kept in memory: some 2 MiB, enough for going back and forth around a moment. */
export const KEPT = 8;

/** Why something did not come. */
export type Refusal = 'not-found' | 'signed-out' | 'unreachable' | 'nonsense';

export class NotReceived extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** Where a recording comes from; all of them throw {@link NotReceived}. */
export interface Source {
  index(signal: AbortSignal): Promise<unknown>;
  segment(number: number, signal: AbortSignal): Promise<Uint8Array>;
  lines(address: string, signal: AbortSignal): Promise<unknown>;
}

/** A segment that cannot be shown, and why. */
export interface Missing {
  place: SegmentPlace;
  /** What is before it in the segment can be shown. */
  fromMs: number;
  because: Refusal | Damage;
}

interface Entry {
  segment: Promise<Segment>;
  /** What it was asked for; a live one grows. */
  until: number;
  /** Once it is here. */
  here?: Segment;
  stop: AbortController;
  wanted: boolean;
}

/** A session's recording: its index, and segments as they are needed. Asks for one segment ahead, and keeps the latest few. */
export class Recording {
  contents: Contents | undefined;
  /** Segments that did not come or are damaged, by number. The rest plays. */
  readonly missing = new Map<number, Missing>();
  /** As the lines told them last. */
  #commands: Command[] = [];
  readonly #source: Source;
  readonly #entries = new Map<number, Entry>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Reads the index, again for a live one. */
  async open(signal: AbortSignal): Promise<Contents> {
    const contents = readContents(await this.#source.index(signal));
    if (!contents) throw new NotReceived('nonsense');
    if (contents.commands.length === 0) contents.commands = this.#commands;
    return (this.contents = contents);
  }

  async lines(signal: AbortSignal): Promise<Line[]> {
    if (!this.contents?.lines) return [];
    const told = await this.#source.lines(this.contents.lines, signal);
    this.#commands = readCommands(told);
    if (this.#commands.length > 0) this.contents.commands = this.#commands;
    return readLines(told);
  }

  get places(): readonly SegmentPlace[] {
    return this.contents?.segments ?? [];
  }

  /** Index of the segment a moment is in: the last that begins at or before it, or the first. */
  at(ms: number): number {
    return Math.max(0, lastWhere(this.places.length, (at) => this.places[at].fromMs <= ms));
  }

  /** A segment that is in memory and as long as the index says. */
  here(at: number): Segment | undefined {
    const place = this.places[at];
    const entry = place && this.#entries.get(place.number);
    return entry && entry.until >= place.toMs ? entry.here : undefined;
  }

  /** The segment at that index; undefined where it is {@link missing}. */
  async segment(at: number, signal: AbortSignal): Promise<Segment | undefined> {
    const place = this.places[at];
    if (!place) return undefined;
    const entry = this.#ask(place, true);
    this.#forget();
    const gaveUp = () => entry.wanted && !entry.here && this.#drop(place.number, entry);
    signal.addEventListener('abort', gaveUp, { once: true });
    try {
      const segment = await entry.segment;
      signal.throwIfAborted();
      return segment;
    } catch (e) {
      signal.throwIfAborted();
      if (this.#entries.get(place.number) === entry) this.#entries.delete(place.number); // so that it can be tried again
      this.missing.set(place.number, { place, fromMs: place.fromMs, because: reason(e) });
      return undefined;
    } finally {
      signal.removeEventListener('abort', gaveUp);
    }
  }

  /** The segment at that index is shown: it stays in memory, and the one after it comes. Not sooner, so that nobody waits for it. */
  showing(at: number): void {
    for (const place of this.places.slice(at, at + 2)) this.#ask(place, false);
    this.#forget();
  }

  get gaps(): readonly Missing[] {
    return [...this.missing.values()];
  }

  /** Forgets that they did not come. */
  tryAgain(): void {
    this.missing.clear();
  }

  close(): void {
    for (const [number, entry] of this.#entries) this.#drop(number, entry);
  }

  #ask(place: SegmentPlace, wanted: boolean): Entry {
    const was = this.#entries.get(place.number);
    if (was && was.until >= place.toMs) {
      was.wanted ||= wanted;
      this.#entries.delete(place.number); // the latest asked for is the last to go
      this.#entries.set(place.number, was);
      return was;
    }
    was?.stop.abort();
    const stop = new AbortController();
    const entry: Entry = { stop, wanted, until: place.toMs, segment: this.#load(place, stop.signal) };
    entry.segment.then(
      (segment) => {
        entry.here = segment;
        if (segment.damage) this.missing.set(place.number, { place, fromMs: segment.events.at(-1)?.ms ?? segment.from, because: segment.damage });
        else this.missing.delete(place.number);
      },
      () => !entry.wanted && this.#drop(place.number, entry), // nobody waits for it yet: whoever does asks again
    );
    this.#entries.set(place.number, entry);
    return entry;
  }

  async #load(place: SegmentPlace, signal: AbortSignal): Promise<Segment> {
    return readSegment(await this.#source.segment(place.number, signal), place.number);
  }

  #forget(): void {
    for (const [number, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) return;
      this.#drop(number, entry);
    }
  }

  #drop(number: number, entry: Entry): void {
    entry.stop.abort();
    if (this.#entries.get(number) === entry) this.#entries.delete(number);
  }
}

function reason(e: unknown): Refusal | Damage {
  if (e instanceof NotASegment) return e.damage;
  return e instanceof NotReceived ? e.refusal : 'unreachable';
}
