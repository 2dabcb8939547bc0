import type { SearchAddon } from '@xterm/addon-search';
import { css, html, LitElement } from 'lit';
import { act } from './acts.ts';
import { icons } from './icons.ts';
import { tokens } from './looks.ts';
import { text } from './page.ts';

const COLOURS = { matchBackground: '#7a6a1f', matchOverviewRuler: '#e5c167', activeMatchBackground: '#c98a1b', activeMatchColorOverviewRuler: '#f0b429' };

/** Looks for text in the scrollback. */
export class TerminalFind extends LitElement {
  static properties = { search: { attribute: false }, hits: { state: true } };
  declare search: SearchAddon;
  declare hits: { at: number; of: number } | undefined;
  #counting: { dispose(): void } | undefined;

  static styles = [tokens, css`
    :host { position: absolute; top: 10px; right: 22px; z-index: 6; display: flex; align-items: center; gap: 2px; padding: 5px 6px; background: var(--card); border: 1px solid var(--edge);
      border-radius: 10px; box-shadow: 0 6px 24px rgb(0 0 0 / 0.16); max-width: calc(100% - 32px); }
    input { font: inherit; color: inherit; width: 190px; min-width: 60px; background: transparent; border: 0; outline: 0; padding: 5px 8px; }
    .hits { color: var(--quiet); font-size: 12px; min-width: 52px; text-align: right; padding-right: 6px; font-variant-numeric: tabular-nums; }
  `];

  render() {
    const none = this.hits?.of === 0;
    return html`<input type="search" aria-label=${text('find')} placeholder=${text('find')} @input=${() => this.#look(1, true)} @keydown=${this.#key} />
      <span class="hits" role="status">${none ? text('find.none') : this.hits ? `${this.hits.at + 1}/${this.hits.of}` : ''}</span>
      <button aria-label=${text('find.previous')} title=${text('find.previous')} @click=${() => this.#look(-1)}>${icons.up}</button>
      <button aria-label=${text('find.next')} title=${text('find.next')} @click=${() => this.#look(1)}>${icons.down}</button>
      <button aria-label=${text('close')} title=${text('close')} @click=${this.#close}>${icons.close}</button>`;
  }

  firstUpdated() {
    this.#counting = this.search.onDidChangeResults(({ resultIndex, resultCount }) => (this.hits = { at: resultIndex, of: resultCount }));
    this.renderRoot.querySelector('input')!.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#counting?.dispose();
    this.search.clearDecorations();
  }

  #look(direction: 1 | -1, incremental = false) {
    const wanted = this.renderRoot.querySelector('input')!.value;
    if (wanted === '') this.hits = undefined;
    const options = { incremental, decorations: COLOURS };
    if (direction > 0) this.search.findNext(wanted, options);
    else this.search.findPrevious(wanted, options);
  }

  #key(event: KeyboardEvent) {
    if (event.key === 'Escape') this.#close();
    if (event.key === 'Enter') this.#look(event.shiftKey ? -1 : 1);
  }

  #close() {
    act(this, 'find');
  }
}

customElements.define('postern-terminal-find', TerminalFind);
