import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_HITS, nextHit, search } from '../search.ts';

const line = (ms: number, text: string) => ({ ms, offset: 0, text });

test('every place is found, in either case, with its moment', () => {
  const hits = search([line(10, 'Error: error'), line(20, 'fine'), line(30, 'ERRORS')], 'error');
  assert.deepEqual(hits, [{ ms: 10, line: 0, from: 0, to: 5 }, { ms: 10, line: 0, from: 7, to: 12 }, { ms: 30, line: 2, from: 0, to: 5 }]);
});

test('what is looked for is text and no pattern', () => {
  for (const wanted of ['a.b*', '[x]', '(', '\\d', '/var/log', 'a-b', '$HOME', '{2}', '|', '^', '?', '+']) {
    assert.equal(search([line(1, `<${wanted}>`), line(2, 'aXbbb')], wanted).length, 1, wanted);
  }
});

test('places are right behind letters that change their length with their case', () => {
  assert.deepEqual(search([line(1, 'İİ groß 漢字 😀 ok')], 'OK').map(({ from, to }) => [from, to]), [[14, 16]]);
});

test('nothing is looked for where there is nothing to look for', () => {
  assert.deepEqual(search([line(1, 'a b')], '  '), []);
});

test('there is an end to hits', () => {
  assert.equal(search(Array.from({ length: 10 }, (_, at) => line(at, 'a'.repeat(1_000))), 'a').length, MOST_HITS);
});

test('the first hit is the one from here on, then it goes round', () => {
  const hits = search([line(10, 'x'), line(20, 'x'), line(30, 'x')], 'x');
  assert.equal(nextHit(hits, -1, 15, 1), 1);
  assert.equal(nextHit(hits, -1, 15, -1), 0);
  assert.equal(nextHit(hits, -1, 99, 1), 0);
  assert.equal(nextHit(hits, 2, 0, 1), 0);
  assert.equal(nextHit(hits, 0, 0, -1), 2);
  assert.equal(nextHit([], -1, 0, 1), -1);
});
