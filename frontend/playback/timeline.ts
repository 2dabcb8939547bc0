/** What the scrubber draws, in numbers: no pixel of it knows of a page. */

/** A tick on the scrubber, from 0 to 1, and how many lie there together. */
export interface Tick {
  part: number;
  ms: number;
  count: number;
}

/** Where a moment lies, from 0 to 1. */
export function part(ms: number, duration: number): number {
  return duration > 0 ? Math.min(1, Math.max(0, ms / duration)) : 0;
}

/** Ticks nearer to each other than one slot are one: 5,000 hits on 800 pixels are a smear, and slow. */
export function ticks(items: readonly { ms: number }[], duration: number, slots: number): Tick[] {
  const all: Tick[] = [];
  let slot = -1;
  for (const { ms } of items) {
    const at = part(ms, duration);
    const here = Math.floor(at * slots);
    if (here === slot) all[all.length - 1].count++;
    else all.push({ part: at, ms, count: 1 });
    slot = here;
  }
  return all;
}

/** Heights from 0 to 1. By the square root: one flood must not make everything else look like silence. What is not nothing is seen. */
export function heights(amounts: readonly number[]): number[] {
  const most = Math.max(1, ...amounts);
  return amounts.map((amount) => (amount === 0 ? 0 : Math.max(0.06, Math.sqrt(amount / most))));
}

/** Bars upward from the base line as one path of an SVG that is as wide as there are bars. */
export function bars(tall: readonly number[], base: number, reach: number): string {
  return tall.map((height, at) => (height === 0 ? '' : `M${round(at + 0.14)} ${base}h.72v${round(-height * reach)}h-.72z`)).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The item whose moment is nearest, if it is near enough. */
export function nearest<T extends { ms: number }>(items: readonly T[], ms: number, within: number): T | undefined {
  let best: T | undefined;
  for (const item of items) {
    const far = Math.abs(item.ms - ms);
    if (far <= within && (!best || far < Math.abs(best.ms - ms))) best = item;
  }
  return best;
}
