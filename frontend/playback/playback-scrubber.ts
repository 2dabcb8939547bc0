import { css, html, LitElement, nothing, svg } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { styleMap } from 'lit/directives/style-map.js';
import { act } from './acts.ts';
import type { Contents } from './contents.ts';
import { tokens } from './looks.ts';
import type { Missing } from './recording.ts';
import type { Hit } from './search.ts';
import { bars, heights, nearest, part, ticks } from './timeline.ts';
import { hourOfDay, position } from './times.ts';
import type { Words } from './words.ts';

/** Ticks are told apart down to a 400th of the whole; a click this near to one means it (in 400ths). */
const SLOTS = 400;
const SNAP = 2;
const PAGE = 60_000;

/** The whole recording on one line: activity, commands, what happened, hits, and where one is. A slider. */
export class PlaybackScrubber extends LitElement {
  static properties = { words: { attribute: false }, contents: { attribute: false }, ms: { type: Number }, hits: { attribute: false }, marks: { attribute: false }, missing: { attribute: false }, over: { state: true } };
  declare words: Words;
  declare contents: Contents;
  declare ms: number;
  declare hits: readonly Hit[];
  declare marks: readonly { ms: number }[];
  declare missing: readonly Missing[];
  /** The moment under the pointer. */
  declare over: number | undefined;
  #dragged: number | undefined;

  static styles = [tokens, css`
    :host { display: block; padding: 10px 14px 0; background: var(--card); border-top: 1px solid var(--line); }
    .track { position: relative; height: 62px; cursor: pointer; touch-action: pan-y; border-radius: 6px; outline-offset: 4px; }
    .bed { position: absolute; inset: 8px 0 9px; border-radius: 5px; background: color-mix(in srgb, var(--ink) 5%, transparent); overflow: hidden; }
    .bed svg { position: absolute; inset: 0; width: 100%; height: 100%; }
    .output { fill: var(--quiet); opacity: 0.5; }
    .played .output { fill: var(--accent); opacity: 1; }
    .input { fill: var(--typed); opacity: 0.55; }
    .played .input { opacity: 1; }
    .played { clip-path: inset(0 calc(100% - var(--at)) 0 0); }
    i { position: absolute; display: block; left: var(--part); pointer-events: none; }
    .command { bottom: 0; width: 2px; height: 6px; margin-left: -1px; border-radius: 1px; background: var(--quiet); }
    .command.bad { background: var(--bad); height: 8px; width: 3px; }
    .marker { top: 0; width: 7px; height: 7px; margin-left: -3.5px; rotate: 45deg; border-radius: 1px; background: var(--quiet); }
    .own { top: -1px; width: 8px; height: 10px; margin-left: -4px; background: var(--accent); clip-path: polygon(0 0, 100% 0, 100% 100%, 50% 68%, 0 100%); }
    .hit { top: 8px; height: 13px; width: 2px; margin-left: -1px; border-radius: 0 0 1px 1px; background: var(--hit); }
    .gap { top: 8px; bottom: 9px; width: max(3px, var(--wide)); background: repeating-linear-gradient(-45deg, color-mix(in srgb, var(--bad) 55%, transparent) 0 3px, transparent 3px 7px); }
    .torn { top: 8px; bottom: 9px; width: 6px; margin-left: -6px; background: repeating-linear-gradient(-45deg, var(--warn) 0 3px, transparent 3px 6px); }
    .head { top: 3px; bottom: 4px; width: 2px; margin-left: -1px; background: var(--ink); }
    .head::before { content: ''; position: absolute; top: -3px; left: -5px; width: 12px; height: 12px; border-radius: 50%; background: var(--ink); border: 2px solid var(--card); }
    .tip { position: absolute; bottom: 100%; left: clamp(70px, var(--part), calc(100% - 70px)); translate: -50% -2px; z-index: 8; pointer-events: none; max-width: 300px; padding: 4px 10px; border-radius: 8px; font-size: 12.5px; text-align: center;
      background: light-dark(#1d2a2d, #d8e2e3); color: light-dark(#fff, #0d1417); font-variant-numeric: tabular-nums; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    @media (forced-colors: active) { .head, .command, .marker, .hit, .own { background: CanvasText; forced-color-adjust: none; } }
  `];

  render() {
    const { contents, words, ms, over } = this;
    const { durationMs, commands, markers, activity, state } = contents;
    const at = `${part(ms, durationMs) * 100}%`;
    return html`<div class="track" role="slider" tabindex="0" aria-label=${words.text('scrubber')} aria-valuemin="0" aria-valuemax=${Math.round(durationMs / 1_000)} aria-valuenow=${Math.round(ms / 1_000)}
        aria-valuetext=${this.#spoken()} style=${styleMap({ '--at': at })} @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up} @pointerleave=${() => (this.over = undefined)} @keydown=${this.#key}>
      ${guard([activity], () => this.#activity())}
      ${guard([this.missing.length, durationMs, state], () => html`${this.missing.map(({ fromMs, place }) => html`<i class="gap" style=${styleMap({ '--part': percent(fromMs, durationMs), '--wide': percent(place.toMs - fromMs, durationMs) })}></i>`)}
        ${state === 'truncated' ? html`<i class="torn" style="--part: 100%"></i>` : nothing}`)}
      ${guard([this.hits, durationMs], () => this.#ticks(this.hits, 'hit'))}
      ${guard([commands, durationMs], () => [this.#ticks(commands.filter(({ exit }) => !exit), 'command'), this.#ticks(commands.filter(({ exit }) => exit), 'command bad')])}
      ${guard([markers, durationMs], () => this.#ticks(markers, 'marker'))}
      ${guard([this.marks, durationMs], () => this.#ticks(this.marks, 'own'))}
      <i class="head" style="--part: var(--at)"></i>
      ${over === undefined ? nothing : html`<div class="tip" style=${styleMap({ '--part': percent(over, durationMs) })}>${this.#about(over)}</div>`}
    </div>`;
  }

  #activity() {
    const { activity } = this.contents;
    const wide = Math.max(1, activity.length);
    const shapes = svg`<path class="output" d=${bars(heights(activity.map(([output]) => output)), 33, 31)}/><path class="input" d=${bars(heights(activity.map(([, input]) => input)), 34, -10)}/>`;
    const layer = (look: string) => html`<svg class=${look} viewBox="0 0 ${wide} 45" preserveAspectRatio="none" aria-hidden="true">${shapes}</svg>`;
    return html`<div class="bed">${layer('')}${layer('played')}</div>`;
  }

  #ticks(items: readonly { ms: number }[], look: string) {
    return ticks(items, this.contents.durationMs, SLOTS).map((tick) => html`<i class=${look} style="--part: ${tick.part * 100}%"></i>`);
  }

  #spoken() {
    const { words, contents, ms } = this;
    const day = hourOfDay(contents.startedAt, ms, words.language);
    const of = words.text('scrubber.at', position(ms), position(contents.durationMs));
    return day ? `${of}, ${day}` : of;
  }

  /** The time there, and the nearest thing that has words. */
  #about(ms: number) {
    const { commands, markers, durationMs } = this.contents;
    const near = nearest([...commands, ...markers], ms, (durationMs / SLOTS) * SNAP);
    return near?.text ? `${position(near.ms, durationMs)}  ${near.text}` : position(ms, durationMs);
  }

  #under({ clientX }: PointerEvent, snap: boolean) {
    const { left, width } = this.renderRoot.querySelector('.track')!.getBoundingClientRect();
    const { durationMs, commands, markers } = this.contents;
    const ms = part(clientX - left, width) * durationMs;
    return (snap ? nearest([...this.hits, ...this.marks, ...commands, ...markers], ms, (durationMs / SLOTS) * SNAP)?.ms : undefined) ?? ms;
  }

  #down(event: PointerEvent) {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#dragged = event.clientX;
    act(this, { do: 'to', ms: this.#under(event, true) });
  }

  #move(event: PointerEvent) {
    this.over = this.#under(event, false);
    if (this.#dragged !== undefined && Math.abs(event.clientX - this.#dragged) > 2) act(this, { do: 'to', ms: this.over });
  }

  #up(event: PointerEvent) {
    this.#dragged = undefined;
    if (event.pointerType === 'touch') this.over = undefined;
  }

  #key(event: KeyboardEvent) {
    const to = { Home: 0, End: this.contents.durationMs, PageUp: this.ms + PAGE, PageDown: this.ms - PAGE }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    act(this, { do: 'to', ms: to });
  }
}

function percent(ms: number, duration: number) {
  return `${part(ms, duration) * 100}%`;
}

customElements.define('postern-playback-scrubber', PlaybackScrubber);
