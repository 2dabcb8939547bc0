import type { Line } from './contents.ts';

/** More hits than this are not counted: nobody walks through them, and each is a tick on the scrubber. */
export const MOST_HITS = 5_000;

export interface Hit {
  ms: number;
  /** Which line. */
  line: number;
  /** Where in its text, and how far. */
  from: number;
  to: number;
}

/** Every place of the text in the lines, in either case; none for an empty text. */
export function search(lines: readonly Line[], wanted: string): Hit[] {
  const pattern = literally(wanted.trim());
  const hits: Hit[] = [];
  if (!pattern) return hits;
  for (const [line, { ms, text }] of lines.entries()) {
    for (const match of text.matchAll(pattern)) {
      if (hits.length === MOST_HITS) return hits;
      hits.push({ ms, line, from: match.index, to: match.index + match[0].length });
    }
  }
  return hits;
}

/** As a pattern and not by lower-casing: that would change lengths (İ), and then the places would be wrong. */
function literally(wanted: string): RegExp | undefined {
  return wanted === '' ? undefined : new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
}

/** Index of the hit after the one at {@link current}, or before it; the one nearest to the moment where there is no current one. Goes round. */
export function nextHit(hits: readonly Hit[], current: number, ms: number, direction: 1 | -1): number {
  if (hits.length === 0) return -1;
  if (current >= 0) return (current + direction + hits.length) % hits.length;
  const after = hits.findIndex((hit) => hit.ms >= ms);
  if (direction > 0) return after < 0 ? 0 : after;
  return ((after < 0 ? hits.length : after) - 1 + hits.length) % hits.length;
}
