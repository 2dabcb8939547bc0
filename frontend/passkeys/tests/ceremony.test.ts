import assert from 'node:assert/strict';
import { test } from 'node:test';
import { make, use, type Browser } from '../ceremony.ts';

const made = { toJSON: () => ({ id: 'abc' }) };

function browser(answer: () => Promise<typeof made | null>): Browser {
  return { create: answer, get: answer };
}

function refusing(name: string): Browser {
  return browser(() => Promise.reject(Object.assign(new Error('no'), { name })));
}

test('the answer is what the browser says of the passkey, as JSON', async () => {
  let asked: unknown;
  const there: Browser = { ...browser(() => Promise.resolve(made)), get: (options) => ((asked = options), Promise.resolve(made)) };
  assert.deepEqual(await use('{"challenge": "x"}', there), { answer: '{"id":"abc"}' });
  assert.deepEqual(asked, { challenge: 'x' });
  assert.deepEqual(await make('{}', there), { answer: '{"id":"abc"}' });
});

test('each thing that goes wrong has a word, and what nobody foresaw has one too', async () => {
  assert.deepEqual(await use('{}', undefined), { trouble: 'unsupported' });
  assert.deepEqual(await use('{}', browser(() => Promise.resolve(null))), { trouble: 'cancelled' });
  assert.deepEqual(await use('{}', refusing('NotAllowedError')), { trouble: 'cancelled' });
  assert.deepEqual(await make('{}', refusing('InvalidStateError')), { trouble: 'known' });
  assert.deepEqual(await make('{}', refusing('SecurityError')), { trouble: 'elsewhere' });
  assert.deepEqual(await make('{}', refusing('WhatEver')), { trouble: 'failed' });
  assert.deepEqual(await make('no json', browser(() => Promise.resolve(made))), { trouble: 'failed' });
});
