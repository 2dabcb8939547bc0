import { joined } from './bytes.ts';
import { PlayerClock, type Pause } from './clock.ts';
import { lastAt } from './contents.ts';
import type { Piece, Projector } from './projector.ts';
import type { Recording } from './recording.ts';
import { readSize, type PlayedEvent, type Segment } from './segment.ts';

/** This near to the end of a live recording one watches it: ms. Twice what lies between two looks at the index, and something for the way. */
export const NEAR_END = 5_000;

/** What has been drawn: everything of a segment before the event at {@link next}. */
interface Drawn {
  at: number;
  segment: Segment;
  next: number;
}

/** Plays a recording onto a screen: from one moment to the next, to any moment, or output by output. Time is handed in. */
export class Player {
  readonly clock = new PlayerClock();
  readonly #recording: Recording;
  readonly #projector: Projector;
  readonly #changed: () => void;
  #drawn: Drawn | undefined;
  #seeking: AbortController | undefined;

  constructor(recording: Recording, projector: Projector, changed: () => void) {
    this.#recording = recording;
    this.#projector = projector;
    this.#changed = changed;
  }

  get ms(): number {
    return this.clock.ms;
  }

  /** On the way to a moment whose segment is not here yet. */
  get waiting(): boolean {
    return this.#seeking !== undefined;
  }

  /** A live recording's end is where one is. */
  get watching(): boolean {
    return this.#recording.contents?.live === true && this.clock.playing && this.clock.end - this.ms < NEAR_END;
  }

  /** The index was read, the first time or again. Who watches a live one and fell behind is brought to its end. */
  opened(was: number): void {
    const watched = this.clock.playing && was - this.ms < NEAR_END;
    this.clock.end = this.#recording.contents?.durationMs ?? 0;
    const last = this.#recording.places.at(-1);
    if (last && this.#recording.contents?.live) this.#recording.missing.delete(last.number); // it has grown, and may come now
    if (watched && this.#recording.contents?.live && this.clock.end - this.ms >= NEAR_END) void this.seek(this.clock.end);
  }

  play(now: number): void {
    if (this.clock.atEnd && !this.#recording.contents?.live) void this.seek(0);
    this.clock.play(now);
    this.#changed();
  }

  pause(): void {
    this.clock.pause();
    this.#changed();
  }

  /** Shows the moment: what is there at once, else as soon as its segment has come. The latest call counts. */
  async seek(ms: number): Promise<void> {
    this.clock.seek(ms);
    await this.#reach(this.#recording.at(this.clock.ms), (segment) => lastAt(segment.events, this.clock.ms) + 1);
  }

  /** To the next output (1) or back to the one before (-1), and stands there. */
  async step(direction: 1 | -1): Promise<void> {
    this.clock.pause();
    let at = this.#drawn?.at ?? this.#recording.at(this.ms);
    let found = direction > 0 ? nextOutput(this.#drawn) : lastOutput(this.#drawn, 2);
    while (found === undefined && this.#recording.places[at + direction]) {
      at += direction;
      const segment = await this.#load(at);
      if (segment === 'overtaken') return;
      if (segment) found = direction > 0 ? nextOutput({ at, segment, next: 0 }) : lastOutput({ at, segment, next: segment.events.length }, 1);
    }
    if (found === undefined && direction > 0) return this.seek(this.clock.end);
    await this.#reach(found === undefined ? 0 : at, () => found ?? 0);
    const segment = this.#drawn?.segment;
    if (segment) this.clock.seek(found === undefined ? segment.from : segment.events[found - 1].ms);
    this.#changed();
  }

  /** Time went by: draws what happened meanwhile. */
  tick(now: number): void {
    const { clock } = this;
    if (this.#seeking || this.#projector.busy || this.#recording.places.length === 0) return clock.stall(now);
    if (!clock.playing) return;
    const ms = clock.tick(now, (ms) => this.#pause(ms));
    this.#drawUntil(ms);
    if (clock.atEnd && !this.#recording.contents?.live) clock.pause();
    this.#changed();
  }

  close(): void {
    this.#seeking?.abort();
    this.#recording.close();
  }

  #drawUntil(ms: number): void {
    const at = this.#recording.at(ms);
    const drawn = this.#drawn;
    if (!drawn && at === this.#recording.places.length - 1 && this.#isMissing(at)) return; // nothing to go on with
    if (!drawn || at > drawn.at + 1 || at < drawn.at) return void this.seek(ms);
    const next = this.#recording.here(at);
    // a live segment that has grown has the same beginning
    if (at === drawn.at && (next === undefined || next.events.length < drawn.next)) {
      return this.#isMissing(at) ? this.#skip(at) : void this.seek(ms);
    }
    const last = this.#recording.here(drawn.at);
    // without all of the one before, only its keyframe tells what the screen was
    if (!next || !last || (at > drawn.at && last.damage)) return void this.seek(ms);
    const pieces: Piece[] = [];
    if (at > drawn.at) pieces.push(...picture(last.events.slice(drawn.next)));
    const until = lastAt(next.events, ms) + 1;
    const begin = at === drawn.at ? drawn.next : 0;
    if (until > begin) pieces.push(...picture(next.events.slice(begin, until)));
    if (at > drawn.at) this.#recording.showing(at);
    this.#drawn = { at, segment: next, next: Math.max(begin, until) };
    if (pieces.length > 0) void this.#projector.show(pieces);
  }

  #isMissing(at: number): boolean {
    return this.#recording.missing.has(this.#recording.places[at]?.number);
  }

  /** Goes on behind a segment that is not to be had. */
  #skip(at: number): void {
    const next = this.#recording.places[at + 1];
    this.clock.seek(next ? next.fromMs : this.clock.end);
    if (next) void this.seek(next.fromMs);
  }

  /** Loads the segment and draws it up to the event. Undrawn where it is missing: then the screen is empty. */
  async #reach(at: number, next: (segment: Segment) => number): Promise<void> {
    const segment = this.#recording.here(at) ?? (await this.#load(at));
    if (segment === 'overtaken') return;
    this.#stopSeeking();
    if (!segment) {
      this.#drawn = undefined;
      const { columns = 80, rows = 24 } = this.#recording.contents ?? {};
      const shown = this.#projector.begin({ columns, rows }, []);
      if (this.clock.playing && this.#recording.places[at]) this.#skip(at);
      this.#changed();
      return shown;
    }
    const until = next(segment);
    const before = this.#drawn;
    this.#drawn = { at, segment, next: until };
    const goesOn = before?.at === at && before.segment.number === segment.number && before.next <= until;
    const shown = goesOn
      ? this.#projector.show(picture(segment.events.slice(before.next, until)))
      : this.#projector.begin(segment.size, merged([segment.keyframe, ...picture(segment.events.slice(0, until))]));
    void shown.then(() => this.#drawn?.segment === segment && this.#recording.showing(at));
    this.#changed();
    return shown;
  }

  async #load(at: number): Promise<Segment | 'overtaken' | undefined> {
    this.#stopSeeking();
    const seeking = (this.#seeking = new AbortController());
    this.#changed();
    try {
      const segment = await this.#recording.segment(at, seeking.signal);
      return this.#seeking === seeking ? segment : 'overtaken';
    } catch {
      return 'overtaken';
    } finally {
      if (this.#seeking === seeking) this.#seeking = undefined;
    }
  }

  #stopSeeking(): void {
    this.#seeking?.abort();
    this.#seeking = undefined;
  }

  #pause(ms: number): Pause {
    const at = this.#recording.at(ms);
    const events = this.#recording.here(at)?.events ?? [];
    const last = lastAt(events, ms);
    const { contents, places } = this.#recording;
    return {
      from: events[last]?.ms ?? places[at]?.fromMs ?? 0,
      to: events[last + 1]?.ms ?? places[at + 1]?.fromMs ?? (contents?.live ? undefined : contents?.durationMs),
    };
  }
}

/** Events as pieces to draw: output that follows on output is one piece. */
function picture(events: readonly PlayedEvent[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { kind, payload } of events) {
    if (kind === 'o') pieces.push(payload);
    if (kind === 'r') pieces.push(readSize(payload)!);
  }
  return merged(pieces);
}

function merged(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  let run: Uint8Array[] = [];
  const close = () => run.length > 0 && all.push(joined(run));
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      run.push(piece);
    } else {
      close();
      run = [];
      all.push(piece);
    }
  }
  close();
  return all;
}

/** How many events are drawn when the next output is the last one drawn. */
function nextOutput(drawn: Drawn | undefined): number | undefined {
  if (!drawn) return undefined;
  const { events } = drawn.segment;
  for (let at = drawn.next; at < events.length; at++) if (events[at].kind === 'o') return at + 1;
  return undefined;
}

/** How many events are drawn when the last output but (count - 1) is the last one drawn. */
function lastOutput(drawn: Drawn | undefined, count: number): number | undefined {
  if (!drawn) return undefined;
  let left = count;
  for (let at = drawn.next - 1; at >= 0; at--) if (drawn.segment.events[at].kind === 'o' && --left === 0) return at + 1;
  return undefined;
}

