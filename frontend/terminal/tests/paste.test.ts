import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless, inOneLine, lines, needsAsking } from '../paste.ts';

test('a shell that is told of pastes is not asked about, one that is not is', () => {
  assert.equal(needsAsking('make\nmake install\n', true), false);
  assert.equal(needsAsking('make\nmake install\n', false), true);
  assert.equal(needsAsking('make install\n', false), true, 'one line that runs at once');
  assert.equal(needsAsking('make install', false), false, 'nothing runs before Enter');
});

test('what nobody sees is not pasted, what is written is', () => {
  assert.equal(harmless('ls\x1b[201~; rm -rf /tmp/x\n'), 'ls[201~; rm -rf /tmp/x\n');
  assert.equal(harmless('\x9b201~\x00\x7f'), '201~');
  assert.equal(harmless('a\tb\r\nü 😀'), 'a\tb\r\nü 😀');
});

test('lines are counted as one sees them', () => {
  assert.deepEqual(lines('one\r\ntwo\rthree\n'), ['one', 'two', 'three']);
  assert.deepEqual(lines('one'), ['one']);
});

test('as one line nothing runs, and words do not grow together', () => {
  assert.equal(inOneLine('for x in a b; do\n  echo $x\n\ndone\n'), 'for x in a b; do echo $x done');
});
