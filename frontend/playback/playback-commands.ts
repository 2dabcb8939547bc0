import { css, html, nothing } from 'lit';
import type { Command } from './contents.ts';
import { RowList } from './row-list.ts';
import { position, span } from './times.ts';

/** What was run in the session: its exit code and how long it took, as far as the shell told. */
export class PlaybackCommands extends RowList<Command> {
  static properties = RowList.properties;
  readonly tall = 58;

  static styles = [...RowList.styles, css`
    .sight { width: 100%; }
    .row { display: grid; align-content: center; gap: 3px; border-bottom: 1px solid var(--line); }
    code { font: 13px/18px var(--mono, monospace); white-space: pre; overflow: hidden; text-overflow: ellipsis; }
    .about { display: flex; align-items: center; gap: 8px; font-size: 12px; color: var(--quiet); font-variant-numeric: tabular-nums; }
  `];

  label() {
    return this.words.text('commands');
  }

  none() {
    return this.words.text('commands.none');
  }

  row({ ms, endMs, text, exit, guess }: Command) {
    const { words } = this;
    return html`<code dir="ltr" title=${text}>${text}</code><span class="about"><time>${position(ms, this.duration)}</time>
      ${exit === undefined ? nothing : html`<span class="badge ${exit === 0 ? 'good' : 'bad'}">${words.text('commands.exit', exit)}</span>`}
      ${endMs === undefined ? nothing : html`<span>${span(endMs - ms, words.language)}</span>`}
      ${guess ? html`<span class="badge" title=${words.text('commands.guess.what')}>${words.text('commands.guess')}</span>` : nothing}</span>`;
  }
}

customElements.define('postern-playback-commands', PlaybackCommands);
