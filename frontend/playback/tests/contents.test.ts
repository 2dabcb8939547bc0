import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastAt, readContents, readLines } from '../contents.ts';

test('an index is taken for what it says', () => {
  const contents = readContents({
    session: 's-1', startedAt: '2026-11-27T14:00:00Z', durationMs: 5_000, outputBytes: 9, columns: 120, rows: 40, live: false, state: 'truncated', segments: [{ number: 1, fromMs: 0, toMs: 5_000, offset: 0, bytes: 99 }],
    activity: [[5, 1], [4, 0]], markers: [{ ms: 9, kind: 'm', text: 'later' }, { ms: 3, kind: 'w', text: 'sooner' }], commands: [{ ms: 1, endMs: null, text: 'ls', exit: null, guess: true }, { ms: 2, endMs: 4, text: 'false', exit: 1, guess: false }], lines: '/recordings/s-1/lines',
  });
  assert.equal(contents?.state, 'truncated');
  assert.equal(contents.startedAt?.toISOString(), '2026-11-27T14:00:00.000Z');
  assert.deepEqual(contents.commands, [{ ms: 1, endMs: undefined, text: 'ls', exit: undefined, guess: true }, { ms: 2, endMs: 4, text: 'false', exit: 1, guess: false }]);
  assert.deepEqual(contents.markers.map(({ text }) => text), ['sooner', 'later']);
});

test('nonsense in it is left out, and what is no index is none', () => {
  for (const none of [null, 'x', [], {}, { segments: 3 }]) assert.equal(readContents(none), undefined);
  const contents = readContents({ durationMs: -4, columns: 'wide', startedAt: 'yesterday', state: 'odd', activity: ['x', [1]], segments: [null, { number: 2, fromMs: 10, toMs: 3 }, { number: 1, fromMs: 20 }, { number: 3, fromMs: 5 }, { number: 4, fromMs: 10 }], lines: 'https://elsewhere.example/' });
  assert.deepEqual(contents?.segments.map(({ number, toMs }) => [number, toMs]), [[2, 10], [4, 10]]);
  assert.deepEqual([contents.durationMs, contents.columns, contents.startedAt, contents.state, contents.lines], [0, 80, undefined, 'complete', '']);
  assert.deepEqual(contents.activity, [[0, 0], [1, 0]]);
  assert.equal(readContents({ segments: [], lines: '//elsewhere.example/x' })?.lines, '', 'another server is not asked');
});

test('lines come in the order of their times', () => {
  assert.deepEqual(readLines({ lines: [{ ms: 5, text: 'b' }, { ms: 1, text: 'a' }, 'c'] }).map(({ text }) => text), ['a', 'b']);
  assert.deepEqual(readLines('x'), []);
});

test('the last item at or before a moment is found', () => {
  const items = [{ ms: 1 }, { ms: 5 }, { ms: 5 }, { ms: 9 }];
  assert.deepEqual([0, 1, 5, 8, 10].map((ms) => lastAt(items, ms)), [-1, 0, 2, 2, 3]);
});
