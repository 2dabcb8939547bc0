/** One segment of a recording, read from its bytes. Nothing in it is believed: every length is held against what is there. */

/** What a server sends is about 256 KiB and one event more; beyond this it is not a segment. */
export const MOST_BYTES = 16 * 1024 * 1024;
/** The largest terminal we draw: columns or rows. */
const MOST_CELLS = 1_000;
const MAGIC = 'POSTSEG1';
const HEADER = 28;

export type Kind = 'o' | 'i' | 'r' | 'm' | 'w' | 'p' | 'x';
const KINDS = new Set<string>(['o', 'i', 'r', 'm', 'w', 'p', 'x']);

export interface Size {
  columns: number;
  rows: number;
}

export interface PlayedEvent {
  /** Milliseconds since the recording's start. */
  ms: number;
  kind: Kind;
  payload: Uint8Array;
}

/** What is wrong and where, for the reader of the page: the byte is counted from the segment's first. */
export interface Damage {
  byte: number;
  what: 'magic' | 'number' | 'header' | 'too-long' | 'keyframe' | 'delta' | 'length' | 'payload' | 'size';
}

export interface Segment {
  number: number;
  from: number;
  /** Output bytes of the session before this segment. */
  offset: number;
  size: Size;
  /** Drawn on a fresh terminal of that size: the screen as it was at the segment's beginning. */
  keyframe: Uint8Array;
  /** Everything but the keyframe, in order; kinds we do not know are left out. */
  events: PlayedEvent[];
  /** Where reading had to stop; what is before it is good. */
  damage: Damage | undefined;
}

/** Bytes of which not even a beginning can be shown. */
export class NotASegment extends Error {
  readonly damage: Damage;

  constructor(damage: Damage) {
    super(`not a segment: ${damage.what} at byte ${damage.byte}`);
    this.damage = damage;
  }
}

/** @param number the one asked for; another one is as good as none */
export function readSegment(bytes: Uint8Array, number: number): Segment {
  const refuse = (what: Damage['what'], byte: number) => new NotASegment({ what, byte });
  if (bytes.length > MOST_BYTES) throw refuse('too-long', MOST_BYTES);
  if (bytes.length < HEADER) throw refuse('header', bytes.length);
  if (String.fromCharCode(...bytes.subarray(0, 8)) !== MAGIC) throw refuse('magic', 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== number) throw refuse('number', 8);
  const from = Number(view.getBigUint64(12));
  const offset = Number(view.getBigUint64(20));
  if (!Number.isSafeInteger(from)) throw refuse('header', 12);
  if (!Number.isSafeInteger(offset)) throw refuse('header', 20);

  const reader = new EventReader(bytes, from);
  const first = reader.next();
  if (first === undefined || 'what' in first) throw refuse('keyframe', first?.byte ?? HEADER);
  const size = first.kind === 'k' ? readSize(first.payload) : undefined;
  if (!size) throw refuse('keyframe', HEADER);

  const events: PlayedEvent[] = [];
  let damage: Damage | undefined;
  for (;;) {
    const at = reader.at;
    const read = reader.next();
    if (read === undefined) break;
    damage = 'what' in read ? read : flaw(read, at);
    if (damage) break;
    if (KINDS.has((read as RawEvent).kind)) events.push(read as PlayedEvent);
  }
  return { number, from, offset, size, keyframe: first.payload.subarray(4), events, damage };
}

/** Columns and rows, or nothing where they make no terminal. */
export function readSize(payload: Uint8Array): Size | undefined {
  if (payload.length < 4) return undefined;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const columns = view.getUint16(0);
  const rows = view.getUint16(2);
  return columns > 0 && rows > 0 && columns <= MOST_CELLS && rows <= MOST_CELLS ? { columns, rows } : undefined;
}

interface RawEvent {
  ms: number;
  kind: string;
  payload: Uint8Array;
}

/** A keyframe is the first event and no other; a resize has a size. */
function flaw({ kind, payload }: RawEvent, byte: number): Damage | undefined {
  if (kind === 'k') return { what: 'keyframe', byte };
  return kind === 'r' && !readSize(payload) ? { what: 'size', byte } : undefined;
}

class EventReader {
  at = HEADER;
  readonly #bytes: Uint8Array;
  #ms: number;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#ms = from;
  }

  /** The next event, what is wrong with it, or nothing at the end. */
  next(): RawEvent | Damage | undefined {
    if (this.at >= this.#bytes.length) return undefined;
    const begin = this.at;
    const delta = this.#leb();
    if (delta === undefined || !Number.isSafeInteger(this.#ms + delta)) return { what: 'delta', byte: begin };
    const kind = this.#bytes[this.at++];
    const length = kind === undefined ? undefined : this.#leb();
    if (length === undefined) return { what: 'length', byte: begin };
    if (length > this.#bytes.length - this.at) return { what: 'payload', byte: begin };
    this.#ms += delta;
    const payload = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return { ms: this.#ms, kind: String.fromCharCode(kind), payload };
  }

  /** An unsigned LEB128 of at most 53 bits, which takes eight bytes. */
  #leb(): number | undefined {
    let value = 0;
    for (let scale = 1, read = 0; read < 8; read++, scale *= 128) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) return undefined;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return Number.isSafeInteger(value) ? value : undefined;
    }
    return undefined;
  }
}
