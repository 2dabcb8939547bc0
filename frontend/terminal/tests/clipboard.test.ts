import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_COPIED, programCopies, type Copied } from '../clipboard.ts';

function place({ allowed = true, replaying = false, refuses = false } = {}) {
  const told: Copied[] = [];
  const written: string[] = [];
  return {
    told,
    written,
    allowed: () => allowed,
    replaying: () => replaying,
    write: async (text: string) => {
      if (refuses) throw new DOMException('not allowed', 'NotAllowedError');
      written.push(text);
    },
    tell: (copied: Copied) => void told.push(copied),
  };
}

test('what a program copies is in the clipboard, and one is told how much it is', async () => {
  const it = place();
  await programCopies('yanked 😀', it);
  assert.deepEqual(it.written, ['yanked 😀']);
  assert.deepEqual(it.told, [{ became: 'copied', characters: 8 }]);
});

test('who forbids it keeps the clipboard, and still hears of the try', async () => {
  const it = place({ allowed: false });
  await programCopies('yanked', it);
  assert.deepEqual(it.written, []);
  assert.deepEqual(it.told, [{ became: 'forbidden', characters: 6 }]);
});

test('too much is not copied at all', async () => {
  const it = place();
  await programCopies('x'.repeat(MOST_COPIED + 1), it);
  await programCopies('x'.repeat(MOST_COPIED), it);
  assert.deepEqual(it.told.map(({ became }) => became), ['too-much', 'copied']);
  assert.equal(it.written.length, 1);
});

test('a browser that does not let the page write is no error of the terminal', async () => {
  const it = place({ refuses: true });
  await programCopies('yanked', it);
  assert.deepEqual(it.told, [{ became: 'failed', characters: 6 }]);
});

test('output that is shown again after a reload copies nothing again, and nothing is taken away', async () => {
  const again = place({ replaying: true });
  await programCopies('old', again);
  const emptied = place();
  await programCopies('', emptied);
  assert.deepEqual([again, emptied].map(({ written, told }) => [written, told]), [[[], []], [[], []]]);
});
