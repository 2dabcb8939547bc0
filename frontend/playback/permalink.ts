/** The moment in an address: `?t=` and seconds, with three places at most. People also write 1:02:03 and 1h2m3s. */

const NAME = 't';
const SECONDS = /^\d{1,9}(\.\d{1,9})?$/;
const CLOCK = /^(?:(\d{1,5}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,9})?)$/;
const UNITS = /^(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?$/;

/** Milliseconds, or nothing where the address names no moment. */
export function readMoment(search: string): number | undefined {
  const told = new URLSearchParams(search).get(NAME)?.trim() ?? '';
  if (SECONDS.test(told)) return Math.round(Number(told) * 1_000);
  const parts = CLOCK.exec(told) ?? (told === '' ? null : UNITS.exec(told));
  if (!parts) return undefined;
  const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1_000);
}

/** The address with that moment in it, whatever else it holds. */
export function atMoment(address: string, ms: number): string {
  const url = new URL(address);
  url.searchParams.set(NAME, String(Math.round(ms) / 1_000));
  return url.href;
}
