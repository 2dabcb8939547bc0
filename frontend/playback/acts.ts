import type { LitElement } from 'lit';
import type { Act } from './keys.ts';

/** A click on something that acts on the recording; caught by {@link PosternPlayback}. */
export function act(from: LitElement, what: Act): void {
  from.dispatchEvent(new CustomEvent<Act>('act', { detail: what, bubbles: true, composed: true }));
}
