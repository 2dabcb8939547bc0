import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preferences } from '../preferences.ts';
import { FakeShelf } from './fakes.ts';

test('what is set is there in the next terminal', () => {
  const shelf = new FakeShelf();
  const first = preferences(shelf);
  first.programsCopy = false;
  first.fontSize += 3;
  const next = preferences(shelf);
  assert.deepEqual({ ...next }, { fontSize: 17, reader: false, programsCopy: false, selectionCopies: false, rightPastes: false });
});

test('text stays readable however often one presses', () => {
  const kept = preferences(new FakeShelf());
  for (let pressed = 0; pressed < 40; pressed++) kept.fontSize += 1;
  assert.equal(kept.fontSize, 28);
  kept.fontSize = 1;
  assert.equal(kept.fontSize, 9);
});

test('nonsense on the shelf is as if nothing were there', () => {
  for (const nonsense of ['{', '[]', 'null', '{"fontSize":"huge","reader":"yes","programsCopy":0}']) {
    const shelf = new FakeShelf();
    shelf.setItem('postern.terminal', nonsense);
    assert.deepEqual({ ...preferences(shelf) }, { ...preferences(new FakeShelf()) }, nonsense);
  }
});
