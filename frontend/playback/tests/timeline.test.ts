import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSight, scrolledTo } from '../rows.ts';
import { bars, heights, nearest, part, ticks } from '../timeline.ts';

test('a moment has its place, and none is outside', () => {
  assert.deepEqual([part(250, 1_000), part(-1, 1_000), part(2_000, 1_000), part(5, 0)], [0.25, 0, 1, 0]);
});

test('ticks that would lie on each other are one', () => {
  assert.deepEqual(ticks([{ ms: 0 }, { ms: 1 }, { ms: 2 }, { ms: 500 }], 1_000, 100), [{ part: 0, ms: 0, count: 3 }, { part: 0.5, ms: 500, count: 1 }]);
  assert.ok(ticks(Array.from({ length: 5_000 }, (_, at) => ({ ms: at })), 5_000, 400).length <= 401);
});

test('one flood does not make the rest look like silence', () => {
  const [nothing, little, some, flood] = heights([0, 1, 10_000, 1_000_000]);
  assert.equal(nothing, 0);
  assert.ok(little >= 0.06 && some === 0.1 && flood === 1);
  assert.deepEqual(heights([]), []);
});

test('what is nothing is not drawn', () => {
  assert.equal(bars([0, 0.5], 30, 30), 'M1.14 30h.72v-15h-.72z');
});

test('what is near enough is meant', () => {
  const items = [{ ms: 100 }, { ms: 130 }];
  assert.equal(nearest(items, 120, 15), items[1]);
  assert.equal(nearest(items, 300, 15), undefined);
});

test('of many rows only those in sight are there, and a few around', () => {
  assert.deepEqual(inSight(100_000, 24, 0, 480), { first: 0, end: 28 });
  assert.deepEqual(inSight(100_000, 24, 24_000, 480), { first: 992, end: 1_028 });
  assert.deepEqual(inSight(3, 24, 0, 480), { first: 0, end: 3 });
  assert.deepEqual(inSight(3, 24, 9_000, 480), { first: 0, end: 3 });
});

test('a row in sight stays where it is, another comes to the middle', () => {
  assert.equal(scrolledTo(3, 24, 0, 480), 0);
  assert.equal(scrolledTo(100, 24, 0, 480), 2_172);
  assert.equal(scrolledTo(0, 24, 900, 480), 0);
});
