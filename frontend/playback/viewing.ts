import { lastAt, type Line, type Marker } from './contents.ts';
import { Marks } from './marks.ts';
import type { Act } from './keys.ts';
import { Player } from './player.ts';
import type { Projector } from './projector.ts';
import { NotReceived, Recording, type Refusal, type Source } from './recording.ts';
import { nextHit, search, type Hit } from './search.ts';
import type { Shelf } from '../terminal/typed.ts';

/** Between two looks at a live recording's index, in ms; its lines are read less often, since they come whole. */
export const LOOK = 1_500;
const READ_LINES = 4;
/** How long what happened is told below the screen, in ms of the recording. */
const TOLD = 4_000;

export interface Outside {
  now(): number;
  after(ms: number, what: () => void): () => void;
  shelf: Shelf;
}

export type Phase = 'loading' | 'ready' | { refused: Refusal };

/** Somebody views a recording: what is open, where they are in it, what they look for and have marked. */
export class Viewing {
  readonly recording: Recording;
  readonly player: Player;
  readonly marks: Marks;
  phase: Phase = 'loading';
  lines: Line[] = [];
  /** The transcript did not come. */
  unread = false;
  wanted = '';
  hits: Hit[] = [];
  hit = -1;
  readonly #outside: Outside;
  readonly #changed: () => void;
  readonly #gone = new AbortController();
  #looks = 0;
  /** Output bytes the lines are of. */
  #readUntil: number | undefined;
  #stopLooking = () => {};

  constructor(session: string, source: Source, projector: Projector, outside: Outside, changed: () => void) {
    this.#outside = outside;
    this.#changed = changed;
    this.recording = new Recording(source);
    this.player = new Player(this.recording, projector, changed);
    this.marks = new Marks(outside.shelf, session);
  }

  get contents() {
    return this.recording.contents;
  }

  get empty(): boolean {
    return this.phase === 'ready' && this.recording.places.length === 0;
  }

  /** What the recording tells of the moment: who came, who went, a marker. */
  get caption(): Marker | undefined {
    const markers = this.contents?.markers ?? [];
    const last = markers[lastAt(markers, this.player.ms)];
    return last && last.text !== '' && this.player.ms - last.ms < TOLD ? last : undefined;
  }

  /** @param moment where to begin; a live recording begins at its end and is watched */
  async open(moment: number | undefined): Promise<void> {
    this.phase = 'loading';
    this.#changed();
    try {
      const { live, durationMs } = await this.recording.open(this.#gone.signal);
      this.phase = 'ready';
      this.player.opened(0);
      void this.#read();
      if (live && moment === undefined) this.player.play(this.#outside.now());
      await this.player.seek(moment ?? (live ? durationMs : 0));
      if (live) this.#lookAgain();
    } catch (e) {
      if (this.#gone.signal.aborted) return;
      this.#refuse(e instanceof NotReceived ? e.refusal : 'unreachable');
    }
    this.#changed();
  }

  /** What is to be done to the recording; the rest of the acts are the page's. */
  perform(act: Act): void {
    const { player } = this;
    const end = player.clock.end;
    switch (act.do) {
      case 'play': player.clock.playing ? player.pause() : player.play(this.#outside.now()); break;
      case 'skip-idle': player.clock.skipIdle = !player.clock.skipIdle; break;
      case 'speed': player.clock.speed = act.speed; break;
      case 'step': void player.step(act.direction); break;
      case 'by': void player.seek(player.ms + act.ms); break;
      case 'to': void player.seek(act.ms); break;
      case 'part': void player.seek((end * act.tenth) / 10); break;
      case 'hit': this.#goToHit(act.direction); break;
      case 'follow': player.play(this.#outside.now()); void player.seek(end); break;
      case 'try-again': this.recording.tryAgain(); if (this.unread) void this.#read(); void player.seek(player.ms); break;
      case 'reload': void this.open(undefined); break;
    }
    this.#changed();
  }

  look(wanted: string): void {
    this.wanted = wanted;
    this.hits = search(this.lines, wanted);
    this.hit = -1;
    this.#changed();
  }

  close(): void {
    this.#gone.abort();
    this.#stopLooking();
    this.player.close();
  }

  #goToHit(direction: 1 | -1): void {
    this.hit = nextHit(this.hits, this.hit, this.player.ms, direction);
    const hit = this.hits[this.hit];
    if (hit) void this.player.seek(hit.ms);
  }

  async #read(): Promise<void> {
    const { outputBytes } = this.contents ?? {};
    try {
      this.lines = await this.recording.lines(this.#gone.signal);
      this.unread = false;
      this.#readUntil = outputBytes;
      if (this.wanted) this.hits = search(this.lines, this.wanted); // more lines: those before have the same hits
    } catch {
      this.unread = true;
    }
    this.#changed();
  }

  /** Whoever may watch no longer sees nothing any more. */
  #refuse(refusal: Refusal): void {
    this.player.pause();
    this.phase = { refused: refusal };
    this.#changed();
  }

  #lookAgain(): void {
    this.#stopLooking = this.#outside.after(LOOK, () => void this.#look());
  }

  async #look(): Promise<void> {
    const was = this.player.clock.end;
    try {
      const { live, outputBytes } = await this.recording.open(this.#gone.signal);
      this.player.opened(was);
      if (!live || (++this.#looks % READ_LINES === 0 && outputBytes !== this.#readUntil)) void this.#read();
      if (!live) return this.#changed();
    } catch (e) {
      const refusal = e instanceof NotReceived ? e.refusal : 'unreachable';
      if (refusal === 'signed-out' || refusal === 'not-found') return this.#refuse(refusal);
      // the server is away: what is here plays, and the next look may find it
    }
    if (this.#gone.signal.aborted) return;
    this.#lookAgain();
    this.#changed();
  }
}
