/** Which of many rows of one height are in sight, and a few around them. */
export interface Sight {
  first: number;
  /** The one behind the last. */
  end: number;
}

const AROUND = 8;

export function inSight(count: number, height: number, top: number, room: number): Sight {
  const first = Math.max(0, Math.min(count, Math.floor(top / height)) - AROUND);
  return { first, end: Math.min(count, Math.ceil((top + room) / height) + AROUND) };
}

/** Where to scroll so that the row is in sight: not at all where it is, else to the middle. */
export function scrolledTo(row: number, height: number, top: number, room: number): number {
  const at = row * height;
  return at >= top && at + height <= top + room ? top : Math.max(0, at - (room - height) / 2);
}
