import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeShelf } from '../../terminal/tests/fakes.ts';
import { Marks } from '../marks.ts';

test('a mark is there the next time, in its own recording', () => {
  const shelf = new FakeShelf();
  const marks = new Marks(shelf, 's-1');
  marks.toggle(9_000.4);
  marks.toggle(2_000);
  assert.deepEqual(new Marks(shelf, 's-1').all, [{ ms: 2_000 }, { ms: 9_000 }]);
  assert.deepEqual(new Marks(shelf, 's-2').all, []);
});

test('marked again it is no mark any more', () => {
  const shelf = new FakeShelf();
  const marks = new Marks(shelf, 's-1');
  assert.equal(marks.toggle(2_000), 'marked');
  assert.equal(marks.toggle(2_300), 'unmarked');
  assert.deepEqual(new Marks(shelf, 's-1').all, []);
});

test('neither marks nor recordings fill the shelf', () => {
  const shelf = new FakeShelf();
  for (let at = 0; at < 60; at++) new Marks(shelf, `s-${at}`).toggle(1);
  assert.deepEqual(new Marks(shelf, 's-0').all, []);
  const marks = new Marks(shelf, 's-59');
  for (let at = 0; at < 300; at++) marks.toggle(at * 1_000 + 5_000);
  assert.equal(marks.all.length, 200);
  assert.equal(marks.toggle(99_000_000), undefined);
});

test('nonsense on the shelf is as if nothing were there', () => {
  for (const nonsense of ['{', 'null', '[1]', '[["s-1"]]', '[["s-1",["x",-1,1.5,null]]]']) {
    const shelf = new FakeShelf();
    shelf.setItem('postern.playback.marks', nonsense);
    assert.deepEqual(new Marks(shelf, 's-1').all, [], nonsense);
  }
});
