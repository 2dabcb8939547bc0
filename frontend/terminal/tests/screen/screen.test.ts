import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { TABLE, table } from './graphemes.ts';
import { INPUTS } from './inputs.ts';
import { random, resizing } from './random.ts';
import { Xterm, type Input, type Shown } from './shown.ts';
import { FILE, REDRAWN } from './strings.ts';

const strings: (Input & { shows: Shown })[] = JSON.parse(readFileSync(FILE, 'utf8'));

for (const { name, columns, rows, steps, shows } of strings) {
  test(`xterm shows what the file says: ${name}`, async () => {
    const xterm = new Xterm(columns, rows);
    await xterm.take(steps);
    assert.deepEqual(xterm.shown(), shows);
  });
}

test('the file is of these inputs', () => {
  const written = new Map(strings.map(({ shows, ...input }) => [input.name, input]));
  for (const input of [...INPUTS, random(1), random(90), resizing(1), resizing(30)]) assert.deepEqual(written.get(input.name), input);
  assert.ok(strings.filter(({ name }) => name.startsWith('captured: ')).length >= 15);
});

test('Java has the table of graphemes that the page has', () => {
  assert.equal(readFileSync(TABLE, 'utf8'), table());
});

/** The window became narrower while a wide character stood in what is its last column now: half of it cannot be drawn. */
const HALVED = 'sizes 21';

test('what Java draws again is on xterm what was there', async () => {
  const redrawn: Record<string, string> = JSON.parse(readFileSync(REDRAWN, 'utf8'));
  for (const { name, columns, rows, steps, shows } of strings.filter((string) => string.name !== HALVED)) {
    const last = steps.findLast((step) => 'resize' in step);
    const xterm = new Xterm(...(last?.resize ?? [columns, rows] as const));
    await xterm.write(redrawn[name]!);
    const again = xterm.shown();
    // lone halves of wide characters, and empty cells with an underline, become blanks: in the random ones there are such
    const cells = name.startsWith('random') || name === 'attributes of a wide one that did not fit' ? {} : { cells: shows.cells };
    assert.deepEqual({ ...again, cells: 'cells' in cells ? again.cells : undefined }, { ...shows, cells: cells.cells }, name);
  }
});
