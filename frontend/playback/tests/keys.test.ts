import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { actOf, SHEET } from '../keys.ts';

const pressed = (key: string, ...with_: string[]) => actOf({ key, ctrlKey: with_.includes('ctrl'), altKey: with_.includes('alt'), metaKey: with_.includes('meta') });

test('keys do what people know from other players', () => {
  assert.deepEqual(pressed(' '), { do: 'play' });
  assert.deepEqual([pressed(','), pressed('.')], [{ do: 'step', direction: -1 }, { do: 'step', direction: 1 }]);
  assert.deepEqual([pressed('ArrowLeft'), pressed('ArrowRight')], [{ do: 'by', ms: -5_000 }, { do: 'by', ms: 5_000 }]);
  assert.deepEqual([pressed('n'), pressed('N')], [{ do: 'hit', direction: 1 }, { do: 'hit', direction: -1 }]);
  assert.deepEqual([pressed('0'), pressed('7')], [{ do: 'part', tenth: 0 }, { do: 'part', tenth: 7 }]);
});

test('chords stay the browser’s', () => {
  assert.deepEqual([pressed('c', 'ctrl'), pressed('c', 'meta'), pressed('1', 'alt'), pressed('x')], [undefined, undefined, undefined, undefined]);
});

test('the sheet has words for every key', () => {
  const words = readFileSync(new URL('../../../src/main/resources/messages.properties', import.meta.url), 'utf8');
  for (const [, name] of SHEET) assert.ok(words.includes(`\nplayback.${name} = `), name);
});

test('every word the player asks for is in the bundle', () => {
  const words = readFileSync(new URL('../../../src/main/resources/messages.properties', import.meta.url), 'utf8');
  const place = new URL('../', import.meta.url);
  for (const file of readdirSync(place).filter((name) => name.endsWith('.ts'))) {
    for (const [, name] of readFileSync(new URL(file, place), 'utf8').matchAll(/(?:words\.text|#button)\('([^'$]+)'/g)) assert.ok(words.includes(`\nplayback.${name} = `), `${file}: ${name}`);
  }
});
