import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayerClock } from '../clock.ts';

const never = () => ({ from: 0, to: undefined });
const clockOf = (end: number) => {
  const clock = new PlayerClock();
  clock.end = end;
  return clock;
};

test('it goes as fast as it was told, and stands still while paused', () => {
  const clock = clockOf(100_000);
  clock.play(1_000);
  assert.equal(clock.tick(1_100, never), 100);
  clock.speed = 16;
  assert.equal(clock.tick(1_200, never), 1_700);
  clock.speed = 0.5;
  assert.equal(clock.tick(1_300, never), 1_750);
  clock.pause();
  assert.equal(clock.tick(9_000, never), 1_750);
  clock.play(10_000);
  assert.equal(clock.tick(10_100, never), 1_800);
});

test('a page in the background does not run away with the recording', () => {
  const clock = clockOf(10_000_000);
  clock.play(0);
  assert.equal(clock.tick(3_600_000, never), 500);
});

test('it never leaves the recording', () => {
  const clock = clockOf(1_000);
  clock.seek(-5);
  assert.equal(clock.ms, 0);
  clock.seek(5_000);
  assert.equal(clock.ms, 1_000);
  assert.ok(clock.atEnd);
});

test('while it waits for a segment no time goes by', () => {
  const clock = clockOf(10_000);
  clock.play(0);
  clock.stall(4_000);
  assert.equal(clock.tick(4_100, never), 100);
});

test('a pause longer than two seconds is cut to two, where that is wanted', () => {
  const pause = () => ({ from: 1_000, to: 61_000 });
  const clock = clockOf(100_000);
  clock.play(0);
  clock.seek(2_950);
  assert.equal(clock.tick(100, pause), 3_050, 'not wanted');
  clock.seek(2_500);
  clock.skipIdle = true;
  assert.equal(clock.tick(200, pause), 2_600, 'two seconds are shown');
  assert.equal(clock.tick(600, pause), 61_000);
});

test('short pauses and one without an end are left as they are', () => {
  const clock = clockOf(100_000);
  clock.skipIdle = true;
  clock.play(0);
  clock.seek(3_400);
  assert.equal(clock.tick(100, () => ({ from: 1_500, to: 3_500 })), 3_500);
  assert.equal(clock.tick(200, () => ({ from: 0, to: undefined })), 3_600);
});
