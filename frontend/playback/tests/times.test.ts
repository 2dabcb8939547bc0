import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hourOfDay, position, span } from '../times.ts';

test('a position has hours where the whole has', () => {
  assert.deepEqual([position(7_900), position(754_000), position(3_723_000)], ['0:07', '12:34', '1:02:03']);
  assert.equal(position(7_000, 8 * 3_600_000), '0:00:07');
  assert.equal(position(-1), '0:00');
});

test('a span has two units at most', () => {
  assert.deepEqual([340, 2_340, 12_400, 185_000, 120_000, 7_800_000, 59_999].map((ms) => span(ms, 'en')), ['0.34 sec', '2.3 sec', '12 sec', '3 min 5 sec', '2 min', '2 hr 10 min', '1 min']);
  assert.equal(span(2_340, 'de'), '2,3 Sek.');
});

test('the hour of the day is that of the moment', () => {
  const start = new Date(2026, 10, 27, 23, 59, 50);
  assert.match(hourOfDay(start, 15_000, 'en-GB'), /^00:00:05/);
  assert.equal(hourOfDay(undefined, 0, 'en'), '');
});
