// Writes src/test/resources/screen/strings.json, and the table of graphemes: node frontend/terminal/tests/screen/write.ts
// What was captured from real programs is in the file already, and is kept.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { TABLE, table } from './graphemes.ts';
import { INPUTS } from './inputs.ts';
import { random, resizing } from './random.ts';
import { Xterm, type Input, type Shown } from './shown.ts';
import { FILE } from './strings.ts';

const CAPTURED = /^captured: /;
const RANDOM = Array.from({ length: 90 }, (_, seed) => random(seed + 1));
const RESIZING = Array.from({ length: 30 }, (_, seed) => resizing(seed + 1));

async function shown(input: Input): Promise<Input & { shows: Shown }> {
  const xterm = new Xterm(input.columns, input.rows);
  await xterm.take(input.steps);
  return { ...input, shows: xterm.shown() };
}

const before: Input[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : [];
const inputs = [...INPUTS, ...before.filter(({ name }) => CAPTURED.test(name)), ...RANDOM, ...RESIZING];
const all: unknown[] = [];
for (const input of inputs) {
  all.push(await shown(input));
}
writeFileSync(FILE, `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
writeFileSync(TABLE, table());
console.log(`${all.length} strings`);
