import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atMoment, readMoment } from '../permalink.ts';

test('a moment is read as people write it', () => {
  assert.deepEqual(['?t=83', '?t=83.25', '?a=b&t=0', '?t=1:23', '?t=1:01:01.5', '?t=1h2m3s', '?t=2m', '?t=4.5s'].map(readMoment), [83_000, 83_250, 0, 83_000, 3_661_500, 3_723_000, 120_000, 4_500]);
});

test('what is no moment is none', () => {
  for (const search of ['', '?t=', '?t=soon', '?t=-5', '?t=1e9', '?t=Infinity', '?t=1:2:3:4', '?t=9999999999', '?x=3']) assert.equal(readMoment(search), undefined, search);
});

test('a link leads back to its moment and keeps the rest of the address', () => {
  const link = atMoment('https://postern.example/sessions/s-1?tab=playback&t=4#x', 83_250);
  assert.equal(link, 'https://postern.example/sessions/s-1?tab=playback&t=83.25#x');
  assert.equal(readMoment(new URL(link).search), 83_250);
  for (const ms of [0, 1, 999, 28_799_999]) assert.equal(readMoment(new URL(atMoment('https://postern.example/', ms)).search), ms);
});
