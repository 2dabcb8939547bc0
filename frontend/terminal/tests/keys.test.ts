import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sequence, shortcut, withControl } from '../keys.ts';

const pressed = (code: string, ...with_: string[]) => ({
  code,
  ctrlKey: with_.includes('ctrl'),
  shiftKey: with_.includes('shift'),
  altKey: with_.includes('alt'),
  metaKey: with_.includes('meta'),
});

test('arrows follow the mode the program asked for', () => {
  assert.equal(sequence('up', false), '\x1b[A');
  assert.equal(sequence('up', true), '\x1bOA');
  assert.equal(sequence('escape', true), '\x1b');
});

test('Ctrl makes control codes of letters and leaves words alone', () => {
  assert.equal(withControl('c'), '\x03');
  assert.equal(withControl('['), '\x1b');
  assert.equal(withControl('ls'), 'ls');
  assert.equal(withControl('7'), '7');
});

test('plain Ctrl keys belong to the shell', () => {
  for (const code of ['KeyC', 'KeyV', 'KeyF', 'KeyM', 'KeyW']) assert.equal(shortcut(pressed(code, 'ctrl')), undefined);
});

test('copy and paste are where terminals have them', () => {
  assert.equal(shortcut(pressed('KeyC', 'ctrl', 'shift')), 'copy');
  assert.equal(shortcut(pressed('Insert', 'ctrl')), 'copy');
  assert.equal(shortcut(pressed('KeyV', 'ctrl', 'shift')), 'paste');
  assert.equal(shortcut(pressed('Insert', 'shift')), 'paste');
  assert.equal(shortcut(pressed('KeyC', 'ctrl', 'shift', 'alt')), undefined);
});

test('the rest of what is not the shell’s: find, the way out for Tab, the sheet that tells of all', () => {
  assert.equal(shortcut(pressed('KeyF', 'ctrl', 'shift')), 'find');
  assert.equal(shortcut(pressed('KeyF', 'meta')), 'find');
  assert.equal(shortcut(pressed('KeyM', 'ctrl', 'shift')), 'tab-moves');
  assert.equal(shortcut(pressed('KeyH', 'ctrl', 'shift')), 'sheet');
  assert.equal(shortcut(pressed('KeyC', 'meta')), undefined, 'the browser copies, and xterm listens');
});
