import { css, html, LitElement } from 'lit';
import { lastAt, MOST_LINES } from './contents.ts';
import { tokens } from './looks.ts';
import type { Viewing } from './viewing.ts';
import type { Words } from './words.ts';
import './playback-commands.ts';
import './playback-transcript.ts';

const TABS = ['transcript', 'commands'] as const;

/** Beside the screen: what was written and what was run, at the same moment as the screen. */
export class PlaybackRail extends LitElement {
  static properties = { words: { attribute: false }, viewing: { attribute: false }, version: { type: Number }, tab: { state: true } };
  declare words: Words;
  declare viewing: Viewing;
  declare version: number;
  declare tab: (typeof TABS)[number] | undefined;

  static styles = [tokens, css`
    :host { display: flex; flex-direction: column; min-width: 0; overflow: hidden; }
    [role='tablist'] { display: flex; gap: 2px; padding: 6px 8px 0; border-bottom: 1px solid var(--line); flex: none; }
    [role='tab'] { border-radius: 8px 8px 0 0; height: 38px; padding: 0 12px; font-weight: 600; color: var(--quiet); border-bottom: 2px solid transparent; margin-bottom: -1px; }
    [role='tab'][aria-selected='true'] { color: var(--aura-accent-text-color, var(--accent)); border-bottom-color: var(--accent); }
    [role='tab'] span { font-weight: 500; font-size: 12px; font-variant-numeric: tabular-nums; color: var(--quiet); }
    [role='tabpanel'] { flex: 1; min-height: 0; }
  `];

  render() {
    const { words, viewing } = this;
    const { lines, player, hits, hit, unread } = viewing;
    const commands = viewing.contents?.commands ?? [];
    const counts = { transcript: lines.length, commands: commands.length };
    const here = hits[hit]?.ms === player.ms ? hits[hit].line : lastAt(lines, player.ms);
    const tab = this.tab ?? 'transcript';
    return html`<div role="tablist" aria-label=${words.text('rail')} @keydown=${this.#key}>${TABS.map((each) => html`<button role="tab" id=${each} aria-selected=${each === tab} aria-controls="panel" tabindex=${each === tab ? 0 : -1}
        @click=${() => (this.tab = each)}>${words.text(each)} <span>${counts[each].toLocaleString(words.language)}${counts[each] === MOST_LINES ? '+' : ''}</span></button>`)}</div>
      <div role="tabpanel" id="panel" aria-labelledby=${tab}>
        ${tab === 'transcript'
          ? html`<postern-playback-transcript .words=${words} .items=${lines} .current=${here} .duration=${player.clock.end} .hits=${hits} .hit=${hit} ?unread=${unread}></postern-playback-transcript>`
          : html`<postern-playback-commands .words=${words} .items=${commands} .current=${lastAt(commands, player.ms)} .duration=${player.clock.end}></postern-playback-commands>`}
      </div>`;
  }

  #key(event: KeyboardEvent) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.tab = this.tab === 'commands' ? 'transcript' : 'commands';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  }
}

customElements.define('postern-playback-rail', PlaybackRail);
