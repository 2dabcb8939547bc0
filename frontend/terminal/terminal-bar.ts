import { css, html, LitElement, nothing } from 'lit';
import { act, type Act } from './acts.ts';
import { icons } from './icons.ts';
import { tokens } from './looks.ts';
import { text } from './page.ts';
import { hopeful, type State } from './session.ts';

/** How long the second click that ends a session is waited for, in ms; one that comes sooner than {@link MEANT} is the first one's echo. */
const ARMED = 4_000;
const MEANT = 400;

/** The thin bar over the terminal: where one is, how the line is, and what one can do. */
export class TerminalBar extends LitElement {
  static properties = {
    state: { attribute: false }, latency: { attribute: false }, node: {}, nodeId: {}, session: {}, tabmoves: { type: Boolean },
    copied: { state: true }, armed: { state: true },
  };
  declare state: State;
  declare latency: number | undefined;
  declare node: string;
  declare nodeId: string;
  declare session: string;
  declare tabmoves: boolean;
  declare copied: boolean;
  declare armed: boolean;
  #disarm: ReturnType<typeof setTimeout> | undefined;
  #armedAt = 0;

  static styles = [tokens, css`
    :host { display: flex; align-items: center; gap: 2px; height: 44px; padding: 0 8px 0 6px; background: var(--bar); border-bottom: 1px solid var(--edge); white-space: nowrap; flex: none; }
    a.home { color: var(--accent); }
    .home svg { width: 22px; height: 22px; }
    .node { font-weight: 650; padding: 0 4px; overflow: hidden; text-overflow: ellipsis; color: inherit; text-decoration: none; border-radius: 6px; min-width: 3ch; }
    .node:hover { text-decoration: underline; text-underline-offset: 3px; }
    .how { display: inline-flex; align-items: center; gap: 7px; color: var(--quiet); padding: 0 8px; }
    .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--quiet); }
    .live .dot { background: var(--good); box-shadow: 0 0 0 3px color-mix(in srgb, var(--good) 20%, transparent); }
    .warn .dot { background: var(--warn); animation: breathe 1.4s ease-in-out infinite; }
    .warn { color: var(--warn); }
    @keyframes breathe { 50% { opacity: 0.35; } }
    @media (prefers-reduced-motion: reduce) { .dot { animation: none !important; } }
    .chip { font-variant-numeric: tabular-nums; font-size: 12px; color: var(--quiet); border: 1px solid var(--edge); border-radius: 99px; padding: 1px 8px; }
    .chip.tab { color: var(--accent); border-color: currentColor; height: 24px; margin-inline-start: 4px; }
    .space { flex: 1; }
    .id { font: 12px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; color: var(--quiet); max-width: 24ch; }
    .id span { overflow: hidden; text-overflow: ellipsis; }
    .rule { width: 1px; height: 20px; background: var(--edge); margin: 0 6px; }
    button.stop { color: var(--bad); padding: 0 10px; }
    button.armed { background: var(--bad); color: light-dark(#fff, #2a0a09); }
    button.armed:hover { background: var(--bad); }
    @media (max-width: 900px) { .id, .id + .rule { display: none; } }
    @media (max-width: 640px) {
      .wide, .chip:not(.tab) { display: none; }
      .how { padding: 0 6px; }
      .how.live .word, .stop .word { display: none; }
      .rule { display: none; }
    }
  `];

  render() {
    const open = hopeful(this.state);
    return html`
      <a class="button home" href="/" aria-label=${text('nodes')} title=${text('nodes')}>${icons.gate}</a>
      <a class="node" href=${`/nodes/${this.nodeId}`} title=${this.nodeId}>${this.node}</a>
      ${this.#how()}
      ${open && this.latency !== undefined ? html`<span class="chip" title=${text('latency.what')}>${text('latency', this.latency)}</span>` : nothing}
      ${this.tabmoves ? html`<button class="chip tab" title=${text('tab.moves')} @click=${() => act(this, 'tab-moves')}>${text('tab.chip')}</button>` : nothing}
      <span class="space"></span>
      <button class="id" title=${text('copy-id')} aria-label=${text('copy-id')} @click=${this.#copy}><span>${this.session}</span>${this.copied ? icons.done : icons.copy}</button>
      <span class="rule"></span>
      ${this.#button('find', 'find')} ${this.#button('smaller', 'smaller', 'wide')} ${this.#button('bigger', 'bigger', 'wide')}
      ${this.#button('sheet', 'sheet')}
      ${this.#button('full', 'full', 'wide')}
      ${open
        ? html`<span class="rule"></span><button class=${this.armed ? 'stop armed' : 'stop'} aria-label=${text(this.armed ? 'end.sure' : 'end')} @click=${this.#end}>
            ${icons.end}<span class="word">${text(this.armed ? 'end.sure' : 'end')}</span></button>`
        : nothing}`;
  }

  #how() {
    const { state } = this;
    const lost = state.name === 'live' && !state.node;
    const look = state.name === 'live' && !lost ? 'live' : hopeful(state) ? 'warn' : '';
    const word = text(`state.${lost ? 'node-lost' : state.name}`);
    return html`<span class="how ${look}" title=${word}><span class="dot"></span><span class="word">${word}</span></span>`;
  }

  #button(what: Act & keyof typeof icons, icon: keyof typeof icons, look = '') {
    return html`<button class=${look} title=${text(what)} aria-label=${text(what)} @click=${() => act(this, what)}>${icons[icon]}</button>`;
  }

  async #copy() {
    await navigator.clipboard?.writeText(this.session);
    this.copied = true;
    setTimeout(() => (this.copied = false), 1_500);
  }

  #end({ timeStamp }: Event) {
    if (this.armed && timeStamp - this.#armedAt < MEANT) return; // a double click, a key held down
    clearTimeout(this.#disarm);
    if (this.armed) act(this, 'end');
    else this.#disarm = setTimeout(() => (this.armed = false), ARMED);
    this.armed = !this.armed;
    this.#armedAt = timeStamp;
  }
}

customElements.define('postern-terminal-bar', TerminalBar);
