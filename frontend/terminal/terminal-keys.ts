import { css, html, LitElement } from 'lit';
import { act } from './acts.ts';
import type { Key } from './keys.ts';
import { icons } from './icons.ts';
import { tokens } from './looks.ts';
import { text } from './page.ts';

const KEYS: [Key, string][] = [['escape', 'Esc'], ['tab', 'Tab']];
const ARROWS: [Key, string][] = [['left', '←'], ['up', '↑'], ['down', '↓'], ['right', '→']];
const SIGNS = ['|', '/', '-', '~'];

/** The keys a touch keyboard lacks. They do not take the focus, so the keyboard stays up. */
export class TerminalKeys extends LitElement {
  static properties = { control: { type: Boolean } };
  declare control: boolean;

  static styles = [tokens, css`
    :host { display: none; flex: none; gap: 4px; padding: 5px 6px calc(5px + env(safe-area-inset-bottom)); background: var(--bar); border-top: 1px solid var(--edge); overflow-x: auto; scrollbar-width: none; touch-action: manipulation; }
    @media (pointer: coarse) { :host { display: flex; } }
    button { height: 38px; min-width: 36px; flex: 1 0 auto; padding: 0 7px; border-color: var(--edge); background: var(--card); font-size: 15px; }
  `];

  render() {
    return html`${KEYS.map(this.#key)}
      <button aria-pressed=${this.control} aria-label=${text('key.control')} @pointerdown=${this.#still} @click=${() => this.#tell('control')}>Ctrl</button>
      ${ARROWS.map(this.#key)}
      ${SIGNS.map((sign) => html`<button @pointerdown=${this.#still} @click=${() => this.#tell({ sign })}>${sign}</button>`)}
      <button aria-label=${text('paste')} title=${text('paste')} @pointerdown=${this.#still} @click=${() => act(this, 'paste')}>${icons.paste}</button>`;
  }

  #key = ([key, label]: [Key, string]) =>
    html`<button aria-label=${text(`key.${key}`)} @pointerdown=${this.#still} @click=${() => this.#tell({ key })}>${label}</button>`;

  #still(event: Event) {
    event.preventDefault();
  }

  #tell(detail: KeyTap) {
    this.dispatchEvent(new CustomEvent<KeyTap>('key-tap', { detail }));
  }
}

export type KeyTap = 'control' | { key: Key } | { sign: string };

customElements.define('postern-terminal-keys', TerminalKeys);
