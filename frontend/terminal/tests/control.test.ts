import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '../control.ts';

test('the first message carries ticket, tab, place and size', () => {
  assert.deepEqual(JSON.parse(encode({ type: 'open', ticket: 'x', client: 'tab', resume: -1, cols: 80, rows: 24 })), {
    type: 'open', ticket: 'x', client: 'tab', resume: -1, cols: 80, rows: 24,
  });
});

test('an exit carries its status, other ends do not', () => {
  assert.deepEqual(decode('{"type":"ended","cause":"exited","status":3,"text":"x"}'), {
    type: 'ended', cause: 'exited', status: 3, text: 'x',
  });
  assert.deepEqual(decode('{"type":"ended","cause":"idle","text":"x"}'), { type: 'ended', cause: 'idle', text: 'x' });
});

test('a cause of a newer server still ends the session', () => {
  assert.deepEqual(decode('{"type":"ended","cause":"moonrise","text":"x"}'), { type: 'ended', cause: 'failed', text: 'x' });
});

test('what is not a message of ours is nothing', () => {
  for (const text of ['', '{', 'null', '7', '[]', '{"type":"news"}', '{"type":"opened","offset":-1,"received":0}',
    '{"type":"accepted","offset":"1"}', '{"type":"legs"}', '{"type":"opened","offset":1.5,"received":0}',
    '{"type":"waiting"}', '{"type":"waiting","before":-1}']) {
    assert.equal(decode(text), undefined, text);
  }
});
