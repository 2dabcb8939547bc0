import { css, html, LitElement } from 'lit';
import { icons } from './icons.ts';
import { SHEET } from './keys.ts';
import { tokens } from './looks.ts';
import type { Words } from './words.ts';

const SIGNS = ['output', 'input', 'command', 'failed', 'marker', 'own', 'hit', 'gap'];

/** The keys, and what is drawn on the scrubber. */
export class PlaybackHelp extends LitElement {
  static properties = { words: { attribute: false } };
  declare words: Words;

  static styles = [tokens, css`
    dialog { border: 1px solid var(--line); border-radius: 14px; background: var(--card); color: inherit; padding: 20px 22px; width: min(560px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); box-shadow: 0 14px 44px rgb(0 0 0 / 0.28); overflow: auto; }
    dialog::backdrop { background: rgb(6 20 19 / 0.45); }
    header { display: flex; align-items: center; justify-content: space-between; margin-bottom: 6px; }
    h2 { font-size: 16px; margin: 0; }
    h3 { font-size: 13px; margin: 16px 0 6px; color: var(--quiet); }
    dl { display: grid; grid-template-columns: 84px 1fr; gap: 7px 14px; margin: 0; align-items: baseline; }
    dd { margin: 0; }
    dt { white-space: nowrap; }
    kbd { font: 600 12px var(--mono, monospace); border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px; padding: 1px 7px; margin-inline-end: 3px; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 6px 16px; }
    li { display: flex; align-items: center; gap: 9px; }
    li i { width: 12px; height: 12px; flex: none; border-radius: 2px; background: var(--quiet); }
    .output { background: var(--accent); } .input { background: var(--typed); } .command { width: 3px; margin-inline: 4.5px; } .failed { width: 3px; margin-inline: 4.5px; background: var(--bad); }
    .marker { rotate: 45deg; scale: 0.75; } .own { background: var(--accent); clip-path: polygon(0 0, 100% 0, 100% 100%, 50% 68%, 0 100%); } .hit { background: var(--hit); width: 3px; margin-inline: 4.5px; }
    .gap { background: repeating-linear-gradient(-45deg, var(--bad) 0 3px, transparent 3px 6px); }
  `];

  render() {
    const { words } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new Event('closed'))} @keydown=${this.#key}>
      <header><h2 id="title">${words.text('help')}</h2><button aria-label=${words.text('close')} title=${words.text('close')} @click=${this.#close}>${icons.close}</button></header>
      <h3>${words.text('help.keys')}</h3>
      <dl>${SHEET.map(([keys, name]) => html`<dt>${keys.map((key) => (key === '…' ? '… ' : html`<kbd>${key === 'Space' ? words.text('key.space') : key}</kbd>`))}</dt><dd>${words.text(name)}</dd>`)}</dl>
      <h3>${words.text('help.signs')}</h3>
      <ul>${SIGNS.map((sign) => html`<li><i class=${sign}></i>${words.text(`sign.${sign}`)}</li>`)}</ul>
    </dialog>`;
  }

  firstUpdated() {
    this.#dialog().showModal();
  }

  #dialog() {
    return this.renderRoot.querySelector('dialog')!;
  }

  #close() {
    this.#dialog().close();
  }

  /** The player's keys rest meanwhile. */
  #key(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === '?') this.#close();
  }
}

customElements.define('postern-playback-help', PlaybackHelp);
