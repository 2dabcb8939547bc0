import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letGo, tabId } from '../tab.ts';
import { FakeShelf } from './fakes.ts';

const free = { take: () => Promise.resolve(true) };
const taken = (name: string) => ({ take: (wanted: string) => Promise.resolve(wanted !== name) });

test('a tab keeps its id over a reload', async () => {
  const shelf = new FakeShelf();
  const first = await tabId(shelf, free, () => 'a');
  letGo(shelf);
  assert.equal(await tabId(shelf, taken('a'), () => 'b'), first);
});

test('a tab that crashed comes back under its id', async () => {
  const shelf = new FakeShelf();
  await tabId(shelf, free, () => 'a');
  assert.equal(await tabId(shelf, free, () => 'b'), 'a');
});

test('a copy of a live tab gets an id of its own', async () => {
  const shelf = new FakeShelf();
  await tabId(shelf, free, () => 'a');
  assert.equal(await tabId(shelf, taken('a'), () => 'b'), 'b');
});
