/** What may be pasted as it is, and what somebody should look at first. */

/** More lines than these are not shown before a paste; how many there are is. */
export const PREVIEWED = 12;

/**
 * Without what nobody sees and a terminal obeys. A hidden escape in copied text could say that the paste is over, and have the shell run
 * the rest as if it were typed.
 */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/g, '');
}

/** A shell runs every line as it comes, also a single one that has its end with it, unless it asked to be told what is pasted. */
export function needsAsking(text: string, bracketed: boolean): boolean {
  return !bracketed && /[\r\n]/.test(text);
}

/** As lines; the end of the last one begins no new one. */
export function lines(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
}

/** The lines behind each other, so that nothing runs before somebody presses Enter. */
export function inOneLine(text: string): string {
  return lines(text).map((line) => line.trim()).filter(Boolean).join(' ');
}
