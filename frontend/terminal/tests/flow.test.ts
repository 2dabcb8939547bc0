import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParsedOutput, QUIET, REPORT_EVERY } from '../flow.ts';
import { FakeOutside } from './fakes.ts';

function flow() {
  const reports: number[] = [];
  const outside = new FakeOutside();
  return { reports, outside, output: new ParsedOutput((offset) => void reports.push(offset), outside) };
}

test('a flood is reported every 64 KiB', () => {
  const { reports, output } = flow();
  output.opened(1000);
  for (let at = 0; at < 32; at++) output.arrived(REPORT_EVERY / 4)();
  assert.deepEqual(reports, [1, 2, 3, 4, 5, 6, 7, 8].map((n) => 1000 + n * REPORT_EVERY));
});

test('a little output is reported once it is quiet', async () => {
  const { reports, output, outside } = flow();
  output.opened(0);
  output.arrived(10)();
  output.arrived(5)();
  assert.deepEqual(reports, []);
  await outside.pass(QUIET);
  assert.deepEqual(reports, [15]);
  await outside.pass(QUIET * 10);
  assert.deepEqual(reports, [15]);
});

test('what has arrived is asked for no more, parsed or not', () => {
  const { output } = flow();
  assert.equal(output.next, -1);
  output.opened(7);
  output.arrived(10);
  assert.equal(output.next, 17);
});

test('bytes of a line that broke are not counted on the next', async () => {
  const { reports, output, outside } = flow();
  output.opened(0);
  const late = output.arrived(500);
  output.opened(100);
  late();
  await outside.pass(QUIET);
  assert.deepEqual(reports, []);
});
