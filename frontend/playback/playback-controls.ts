import { css, html, LitElement, nothing } from 'lit';
import { act } from './acts.ts';
import { SPEEDS } from './clock.ts';
import { icons } from './icons.ts';
import type { Act } from './keys.ts';
import { tokens } from './looks.ts';
import { MOST_HITS } from './search.ts';
import { hourOfDay, position } from './times.ts';
import type { Viewing } from './viewing.ts';
import type { Words } from './words.ts';

/** What one can do to a recording, below it. */
export class PlaybackControls extends LitElement {
  static properties = { words: { attribute: false }, viewing: { attribute: false }, version: { type: Number }, marked: { type: Boolean } };
  declare words: Words;
  declare viewing: Viewing;
  /** The viewing is the same object while all in it changes. */
  declare version: number;
  declare marked: boolean;

  static styles = [tokens, css`
    :host { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 6px 12px 10px; background: var(--card); }
    .play { background: var(--accent); color: light-dark(#fff, #05201c); border-radius: 50%; width: 40px; height: 40px; }
    .play:hover { background: color-mix(in srgb, var(--accent) 86%, var(--ink)); }
    .group { display: flex; align-items: center; gap: 2px; }
    .time { font-variant-numeric: tabular-nums; padding: 0 8px; white-space: nowrap; line-height: 1.25; }
    .time b { font-weight: 650; }
    .time small { display: block; color: var(--quiet); font-size: 12px; }
    .quiet { color: var(--quiet); }
    .live { height: 28px; border-radius: 99px; padding: 0 11px; font-size: 12.5px; font-weight: 650; background: var(--card); border-color: var(--line); color: var(--quiet); }
    .live i { width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
    .live.on { color: var(--good); }
    .live.on i { animation: breathe 1.6s ease-in-out infinite; }
    @keyframes breathe { 50% { opacity: 0.3; } }
    .space { flex: 1; }
    select { font: inherit; font-size: 13.5px; color: inherit; height: 34px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: 0 4px 0 8px; cursor: pointer; }
    .find { display: flex; align-items: center; border: 1px solid var(--line); border-radius: 8px; height: 34px; padding-inline-start: 9px; flex: 0 1 270px; min-width: 190px; color: var(--quiet); }
    .find:focus-within { border-color: var(--focus); outline: 1px solid var(--focus); }
    .find button { height: 28px; min-width: 26px; padding: 0 3px; color: var(--ink); }
    .find svg { width: 16px; height: 16px; }
    input { font: inherit; color: var(--ink); background: none; border: 0; outline: 0; flex: 1; min-width: 40px; height: 100%; padding: 0 6px; }
    input:focus-visible { outline: 0; }
    input::-webkit-search-cancel-button { display: none; }
    input::placeholder { color: var(--quiet); opacity: 1; }
    .hits { font-size: 12px; font-variant-numeric: tabular-nums; padding: 0 6px; white-space: nowrap; }
    @container playback (max-width: 1180px) { .skip span { display: none; } }
    @container playback (max-width: 760px) { .find { flex: 1 1 100%; order: 9; height: 40px; } .space { flex: 1 0 0; } button { height: 40px; min-width: 38px; } }
    @container playback (max-width: 480px) { .time { flex: 1 0 40%; } .skip span { display: inline; } }
  `];

  /** Where the next key goes. */
  focusSearch() {
    const input = this.renderRoot.querySelector('input')!;
    input.focus();
    input.select();
  }

  render() {
    const { words, viewing, marked } = this;
    const { player, contents, hits, wanted } = viewing;
    const { playing, speed, skipIdle, end } = player.clock;
    const day = hourOfDay(contents?.startedAt, player.ms, words.language);
    return html`
      <button class="play" aria-label=${words.text(playing ? 'pause' : 'play')} title=${words.text(playing ? 'pause' : 'play')} @click=${() => act(this, { do: 'play' })}>${playing ? icons.pause : icons.play}</button>
      <div class="group">${this.#button('step.back', { do: 'step', direction: -1 }, icons.back)}${this.#button('step.forward', { do: 'step', direction: 1 }, icons.forward)}</div>
      <span class="time"><b>${position(player.ms, end)}</b> <span class="quiet">/ ${position(end)}</span>${day ? html`<small title=${words.text('time.day')}>${day}</small>` : nothing}</span>
      ${contents?.live ? html`<button class=${player.watching ? 'live on' : 'live'} aria-pressed=${player.watching} title=${words.text('live.what')} @click=${() => act(this, { do: 'follow' })}><i></i>${words.text('live')}</button>` : nothing}
      <select aria-label=${words.text('speed')} title=${words.text('speed')} @change=${this.#speed}>${SPEEDS.map((each) => html`<option value=${each} ?selected=${each === speed}>${words.text('speed.times', each.toLocaleString(words.language))}</option>`)}</select>
      <button class="skip" aria-pressed=${skipIdle} aria-label=${words.text('skip-idle')} title=${words.text('skip-idle.what')} @click=${() => act(this, { do: 'skip-idle' })}>${icons.skip}<span>${words.text('skip-idle')}</span></button>
      <span class="space"></span>
      <div class="find" role="search">${icons.find}<input type="search" aria-label=${words.text('search')} placeholder=${words.text('search')} .value=${wanted} autocomplete="off" spellcheck="false" @input=${this.#look} @keydown=${this.#key} />
        <span class="hits" role="status">${wanted.trim() === '' ? '' : this.#found()}</span>
        ${hits.length === 0 ? nothing : html`${this.#button('hit.previous', { do: 'hit', direction: -1 }, icons.up)}${this.#button('hit.next', { do: 'hit', direction: 1 }, icons.down)}`}</div>
      <div class="group">
        <button aria-pressed=${marked} aria-label=${words.text('mark')} title=${words.text('mark.what')} @click=${() => act(this, { do: 'mark' })}>${marked ? icons.marked : icons.mark}</button>
        ${this.#button('copy-link', { do: 'copy-link' }, icons.link)}
        <span class="wide">${this.#button('help', { do: 'help' }, icons.help)}</span>
      </div>`;
  }

  #found() {
    const { hits, hit } = this.viewing;
    if (hits.length === 0) return this.words.text('search.none');
    const all = hits.length === MOST_HITS ? `${hits.length}+` : String(hits.length);
    return hit < 0 ? all : this.words.text('search.of', hit + 1, all);
  }

  #button(name: string, what: Act, icon: unknown) {
    return html`<button aria-label=${this.words.text(name)} title=${this.words.text(name)} @click=${() => act(this, what)}>${icon}</button>`;
  }

  #speed({ target }: Event) {
    act(this, { do: 'speed', speed: Number((target as HTMLSelectElement).value) });
  }

  #look({ target }: Event) {
    this.viewing.look((target as HTMLInputElement).value);
  }

  /** Keys belong to the field while it has the focus: Enter walks the hits, Escape is done with them. */
  #key(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Enter') act(this, { do: 'hit', direction: event.shiftKey ? -1 : 1 });
    if (event.key !== 'Escape') return;
    if (this.viewing.wanted === '') ((this.getRootNode() as ShadowRoot).host as HTMLElement).focus(); // back to the player's keys
    this.viewing.look('');
  }
}

customElements.define('postern-playback-controls', PlaybackControls);
