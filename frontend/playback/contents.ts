/** What a recording's index says, held against what it must be: the page draws from it without looking again. */

/** Slices of the activity histogram; a segment is 256 KiB, so 100,000 of them are 25 GiB. */
const MOST_SLICES = 2_000;
const MOST_SEGMENTS = 100_000;
const MOST_MARKERS = 20_000;
const MOST_COMMANDS = 50_000;
/** A list of as many rows is as high as a browser lets anything be. */
export const MOST_LINES = 700_000;

export interface SegmentPlace {
  number: number;
  fromMs: number;
  toMs: number;
  offset: number;
  bytes: number;
}

export interface Marker {
  ms: number;
  kind: string;
  text: string;
}

export interface Command {
  ms: number;
  /** Nothing while it runs, or where its end was not seen. */
  endMs: number | undefined;
  text: string;
  exit: number | undefined;
  /** Found by the look of the prompt, not told by the shell. */
  guess: boolean;
}

export interface Contents {
  session: string;
  startedAt: Date | undefined;
  durationMs: number;
  outputBytes: number;
  columns: number;
  rows: number;
  live: boolean;
  state: 'complete' | 'truncated' | 'live';
  segments: SegmentPlace[];
  /** Output and input bytes of equal slices of the duration. */
  activity: [number, number][];
  markers: Marker[];
  commands: Command[];
  lines: string;
}

export interface Line {
  ms: number;
  offset: number;
  text: string;
}

/** Nothing where it is not an index at all; what in it makes no sense is left out. */
export function readContents(told: unknown): Contents | undefined {
  if (!isRecord(told) || !Array.isArray(told.segments)) return undefined;
  const durationMs = count(told.durationMs);
  const state = told.state === 'truncated' || told.state === 'live' ? told.state : 'complete';
  const started = new Date(typeof told.startedAt === 'string' ? told.startedAt : NaN);
  return {
    session: String(told.session ?? ''),
    startedAt: Number.isNaN(started.getTime()) ? undefined : started,
    durationMs,
    outputBytes: count(told.outputBytes),
    columns: count(told.columns) || 80,
    rows: count(told.rows) || 24,
    live: told.live === true || state === 'live',
    state,
    segments: inOrder(records(told.segments, MOST_SEGMENTS).map(place)),
    activity: list(told.activity, MOST_SLICES).map((slice) => (Array.isArray(slice) ? [count(slice[0]), count(slice[1])] : [0, 0])),
    markers: byTime(records(told.markers, MOST_MARKERS).map(({ ms, kind, text }) => ({ ms: count(ms), kind: String(kind ?? ''), text: String(text ?? '') }))),
    commands: readCommands(told),
    lines: typeof told.lines === 'string' && told.lines.startsWith('/') && !told.lines.startsWith('//') ? told.lines : '',
  };
}

/** What ran in the shell; told with the lines, since it is found in them. */
export function readCommands(told: unknown): Command[] {
  return isRecord(told) ? byTime(records(told.commands, MOST_COMMANDS).map(command)) : [];
}

export function readLines(told: unknown): Line[] {
  if (!isRecord(told)) return [];
  return byTime(records(told.lines, MOST_LINES).map(({ ms, offset, text }) => ({ ms: count(ms), offset: count(offset), text: String(text ?? '') })));
}

function place(told: Record<string, unknown>): SegmentPlace {
  const fromMs = count(told.fromMs);
  return { number: count(told.number), fromMs, toMs: Math.max(fromMs, count(told.toMs)), offset: count(told.offset), bytes: count(told.bytes) };
}

function command(told: Record<string, unknown>): Command {
  const ms = count(told.ms);
  return {
    ms,
    endMs: typeof told.endMs === 'number' && told.endMs >= ms ? told.endMs : undefined,
    text: String(told.text ?? ''),
    exit: typeof told.exit === 'number' ? told.exit : undefined,
    guess: told.guess === true,
  };
}

/** Numbers and times go up; a segment that falls out of order cannot be found by its time. */
function inOrder(places: SegmentPlace[]): SegmentPlace[] {
  const kept: SegmentPlace[] = [];
  for (const place of places) {
    const before = kept.at(-1);
    if (place.number > 0 && (!before || (place.number > before.number && place.fromMs >= before.fromMs))) kept.push(place);
  }
  return kept;
}

function byTime<T extends { ms: number }>(items: T[]): T[] {
  return items.sort((a, b) => a.ms - b.ms);
}

function count(told: unknown): number {
  return typeof told === 'number' && Number.isSafeInteger(Math.floor(told)) && told >= 0 ? Math.floor(told) : 0;
}

function list(told: unknown, most: number): unknown[] {
  return Array.isArray(told) ? told.slice(0, most) : [];
}

function records(told: unknown, most: number): Record<string, unknown>[] {
  return list(told, most).filter(isRecord);
}

function isRecord(told: unknown): told is Record<string, unknown> {
  return typeof told === 'object' && told !== null && !Array.isArray(told);
}

/** Index of the last item at or before the moment; -1 where all are later. */
export function lastAt(items: readonly { ms: number }[], ms: number): number {
  return lastWhere(items.length, (at) => items[at].ms <= ms);
}

/** The last index of which it holds, where it holds for all before it. */
export function lastWhere(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
