/** Times as a person reads them. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** 0:07, 12:34, 1:02:03; with hours where the whole has hours, so that columns stay straight. */
export function position(ms: number, whole = ms): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  if (whole < HOUR && hours === 0) return `${minutes}:${two(seconds % 60)}`;
  return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** 0.34 s, 12 s, 3 min 5 s, 2 h 10 min: two units at most, in the page's language. */
export function span(ms: number, language: string): string {
  const unit = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value);
  const seconds = Math.round(ms / 1_000);
  if (ms < 1_000) return unit(ms / 1_000, 'second', 2);
  if (ms < 10_000) return unit(ms / 1_000, 'second', 1);
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  const two = (big: string, small: string, rest: number, smaller: string) => (rest > 0 ? `${big} ${unit(rest, smaller)}` : small);
  if (minutes < 60) return two(unit(minutes, 'minute'), unit(minutes, 'minute'), seconds % 60, 'second');
  const hours = Math.floor(minutes / 60);
  return two(unit(hours, 'hour'), unit(hours, 'hour'), minutes % 60, 'minute');
}

/** The hour of the day at a moment of the recording, in the viewer's zone. */
export function hourOfDay(start: Date | undefined, ms: number, language: string): string {
  return start ? new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(start.getTime() + ms) : '';
}
