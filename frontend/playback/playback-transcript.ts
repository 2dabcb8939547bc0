import { css, html } from 'lit';
import type { Line } from './contents.ts';
import { RowList } from './row-list.ts';
import type { Hit } from './search.ts';
import { position } from './times.ts';

/** What is left free beside a hit, in CSS pixels. */
const MARGIN = 40;

/** What the session wrote, line by line with its times. */
export class PlaybackTranscript extends RowList<Line> {
  static properties = { ...RowList.properties, hits: { attribute: false }, hit: { type: Number }, unread: { type: Boolean } };
  declare hits: readonly Hit[];
  declare hit: number;
  /** The lines did not come. */
  declare unread: boolean;
  readonly tall = 24;
  #byLine = new Map<number, Hit[]>();

  static styles = [...RowList.styles, css`
    .row { display: flex; align-items: center; padding-inline-start: 0; }
    time { flex: none; min-width: calc(4ch + 23px); padding-inline: 11px 12px; text-align: end; line-height: 24px; position: sticky; left: 0; background: inherit; } /* stays where the text goes */
    code { font: 12.5px/24px var(--mono, monospace); white-space: pre; }
    mark.here { background: var(--hit); color: light-dark(#fff, #0d1417); }
  `];

  label() {
    return this.words.text('transcript');
  }

  none() {
    return this.words.text(this.unread ? 'transcript.unread' : 'transcript.none');
  }

  willUpdate(changed: Map<PropertyKey, unknown>) {
    if (changed.has('hits')) {
      this.#byLine = new Map();
      for (const hit of this.hits) this.#byLine.set(hit.line, [...(this.#byLine.get(hit.line) ?? []), hit]);
    }
    if (changed.has('hit') && this.hits[this.hit]) this.astray = false;
  }

  updated(changed: Map<PropertyKey, unknown>) {
    super.updated(changed);
    if (changed.has('hit')) this.#showMark();
  }

  /** Also where its line is wider than the list. */
  #showMark() {
    const rows = this.renderRoot.querySelector<HTMLElement>('.rows');
    const mark = this.renderRoot.querySelector<HTMLElement>('mark.here');
    if (rows && mark) rows.scrollLeft = Math.max(0, mark.offsetLeft + mark.offsetWidth + MARGIN - rows.clientWidth);
  }

  row({ ms, text }: Line, at: number) {
    return html`<time>${position(ms, this.duration)}</time><code dir="ltr">${this.#lit(text, this.#byLine.get(at) ?? [])}</code>`;
  }

  #lit(text: string, hits: readonly Hit[]) {
    const parts: unknown[] = [];
    let done = 0;
    for (const hit of hits) {
      parts.push(text.slice(done, hit.from), html`<mark class=${hit === this.hits[this.hit] ? 'here' : ''}>${text.slice(hit.from, hit.to)}</mark>`);
      done = hit.to;
    }
    return [...parts, text.slice(done)];
  }
}

customElements.define('postern-playback-transcript', PlaybackTranscript);
