import { css, html, LitElement } from 'lit';
import { act } from './acts.ts';
import { icons } from './icons.ts';
import { dialogLooks, tokens } from './looks.ts';
import { text } from './page.ts';
import type { Preferences, Switch } from './preferences.ts';

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const CHORDS: [string, string[]][] = [
  ['copy', APPLE ? ['⌘ C', 'Ctrl Shift C'] : ['Ctrl Shift C', 'Ctrl Insert']],
  ['paste', APPLE ? ['⌘ V', 'Ctrl Shift V'] : ['Ctrl Shift V', 'Shift Insert']],
  ['find', [APPLE ? '⌘ F' : 'Ctrl Shift F']],
  ['tab-moves', ['Ctrl Shift M']],
  ['sheet', ['Ctrl Shift H']],
];
const SWITCHES: Switch[] = ['programsCopy', 'selectionCopies', 'rightPastes', 'reader'];

/** Which chords the page keeps from the shell, and how one likes one's terminals. */
export class TerminalSheet extends LitElement {
  static properties = { settings: { attribute: false } };
  declare settings: Preferences;

  static styles = [tokens, dialogLooks, css`
    .close { position: absolute; top: 14px; right: 14px; }
    h3 { font-size: 13px; margin: 18px 0 6px; color: var(--quiet); font-weight: 600; }
    dl { display: grid; grid-template-columns: 1fr auto; gap: 8px 16px; margin: 0; align-items: center; }
    dd { margin: 0; display: flex; flex-wrap: wrap; gap: 4px 10px; justify-content: flex-end; }
    .chord { display: inline-flex; gap: 3px; }
    kbd { font: inherit; font-size: 12.5px; line-height: 1; padding: 4px 7px; border: 1px solid var(--edge); border-bottom-width: 2px; border-radius: 6px; background: var(--bar); }
    @media (max-width: 560px) { dd { flex-direction: column; align-items: flex-end; } kbd { padding: 4px 5px; } }
    label { display: flex; gap: 10px; align-items: center; min-height: 34px; cursor: pointer; }
    input { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); flex: none; }
    .size { display: flex; align-items: center; gap: 6px; min-height: 34px; }
    .size span { flex: 1; }
    .size output { min-width: 5ch; text-align: center; font-variant-numeric: tabular-nums; }
    .size button { border-color: var(--edge); }
  `];

  render() {
    return html`<dialog aria-labelledby="title" @close=${this.#close}>
      <h2 id="title">${text('sheet')}</h2>
      <button class="close" aria-label=${text('close')} title=${text('close')} autofocus @click=${this.#close}>${icons.close}</button>
      <h3>${text('sheet.keys')}</h3>
      <dl>${CHORDS.map(([what, chords]) => html`<dt>${text(`chord.${what}`)}</dt><dd>${chords.map((chord) => html`<span class="chord">${chord.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</span>`)}</dd>`)}</dl>
      <h3>${text('sheet.settings')}</h3>
      <div class="size"><span>${text('font-size')}</span>
        <button aria-label=${text('smaller')} @click=${() => this.#act('smaller')}>${icons.smaller}</button><output>${this.settings.fontSize} px</output>
        <button aria-label=${text('bigger')} @click=${() => this.#act('bigger')}>${icons.bigger}</button></div>
      ${SWITCHES.map((name) => html`<label><input type="checkbox" .checked=${this.settings[name]} @change=${() => this.#act(name)} />${text(`switch.${name}`)}</label>`)}
    </dialog>`;
  }

  firstUpdated() {
    this.renderRoot.querySelector('dialog')!.showModal();
  }

  #act(what: Switch | 'smaller' | 'bigger') {
    act(this, what);
    this.requestUpdate();
  }

  #close() {
    act(this, 'sheet');
  }
}

customElements.define('postern-terminal-sheet', TerminalSheet);
