import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Projector } from '../projector.ts';
import { bytes, FakeScreen, settled } from './fakes.ts';

test('a beginning is one write: reset, keyframe and what followed', async () => {
  const screen = new FakeScreen();
  await new Projector(screen).begin({ columns: 80, rows: 24 }, [bytes('keyframe and events')]);
  assert.equal(screen.writes, 1);
  assert.equal(screen.shown, 'keyframe and events');
});

test('a size counts from its place in the output', async () => {
  const screen = new FakeScreen();
  screen.slow = true;
  const projector = new Projector(screen);
  void projector.begin({ columns: 80, rows: 24 }, [bytes('before'), { columns: 120, rows: 40 }, bytes('after')]);
  assert.equal(screen.shown, 'before', 'nothing of it while what is before it is not parsed');
  screen.catchUp();
  assert.equal(screen.shown, 'before<120x40>after');
});

test('who begins anew does not wait for what is not yet drawn', async () => {
  const screen = new FakeScreen();
  screen.slow = true;
  const projector = new Projector(screen);
  const first = projector.begin({ columns: 80, rows: 24 }, [bytes('one')]);
  const second = projector.show([bytes('two')]);
  const third = projector.begin({ columns: 80, rows: 24 }, [bytes('three')]);
  assert.ok(projector.busy);
  screen.catchUp();
  screen.catchUp();
  await Promise.all([first, second, third]);
  await settled();
  assert.equal(screen.shown, 'three');
  assert.ok(!projector.busy);
});
