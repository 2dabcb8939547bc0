import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { act } from './acts.ts';
import { tokens } from './looks.ts';
import { inSight, scrolledTo } from './rows.ts';
import type { Words } from './words.ts';

/** Moments of a recording as rows of one height, of which only those in sight are there. The present one is shown; a click or Enter goes to another. */
export abstract class RowList<T extends { ms: number }> extends LitElement {
  static properties = { words: { attribute: false }, items: { attribute: false }, current: { type: Number }, duration: { type: Number }, active: { state: true }, top: { state: true }, room: { state: true }, astray: { state: true } };
  declare words: Words;
  declare items: readonly T[];
  /** The row of the present moment; -1 before the first. */
  declare current: number;
  declare duration: number;
  /** The row the keyboard is on. */
  declare active: number | undefined;
  declare top: number;
  declare room: number;
  /** Somebody scrolled by themselves: the list stays where they are until they say so. */
  declare astray: boolean;
  abstract readonly tall: number;
  #resizes: ResizeObserver | undefined;

  static styles = [tokens, css`
    :host { display: block; position: relative; height: 100%; }
    .rows { height: 100%; overflow: auto; overscroll-behavior: contain; outline-offset: -2px; }
    .all { position: relative; }
    .sight { position: absolute; left: 0; min-width: 100%; width: max-content; } /* all rows as wide as the widest in sight */
    .row { padding: 0 14px; cursor: pointer; background: var(--card); border-inline-start: 3px solid transparent; }
    .row:hover { background: color-mix(in srgb, var(--ink) 5%, var(--card)); }
    .row[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 13%, var(--card)); border-inline-start-color: var(--accent); }
    .rows:focus-visible .row.active { outline: 2px solid var(--focus); outline-offset: -2px; }
    time { color: var(--quiet); font-variant-numeric: tabular-nums; font-size: 12px; }
    .back { position: absolute; inset: auto 0 10px; margin: auto; width: max-content; height: 28px; border-radius: 99px; padding: 0 14px; font-size: 12.5px; font-weight: 600; background: var(--accent); color: light-dark(#fff, #05201c); box-shadow: 0 4px 16px rgb(0 0 0 / 0.25); }
    .back:hover { background: color-mix(in srgb, var(--accent) 86%, var(--ink)); }
    .nothing { padding: 22px 18px; margin: 0; color: var(--quiet); line-height: 1.5; }
  `];

  abstract label(): string;
  /** What stands where there is nothing. */
  abstract none(): string;
  abstract row(item: T, at: number): TemplateResult;

  render() {
    const { items, tall, words } = this;
    if (items.length === 0) return html`<p class="nothing">${this.none()}</p>`;
    const { first, end } = inSight(items.length, tall, this.top ?? 0, this.room ?? 600);
    const active = this.active ?? Math.max(0, this.current);
    const present = items[active].ms === items[this.current]?.ms ? active : this.current; // of what was written at once, the one that was meant
    return html`<div class="rows" role="listbox" tabindex="0" aria-label=${this.label()} aria-activedescendant=${`row-${active}`} @scroll=${this.#scrolled} @wheel=${this.#strays} @touchmove=${this.#strays} @pointerdown=${this.#grabbed} @keydown=${this.#key} @click=${this.#click} @focus=${() => (this.active ??= Math.max(0, this.current))}>
        <div class="all" style="height: ${items.length * tall}px"><div class="sight" style="top: ${first * tall}px">${items.slice(first, end).map((item, i) => html`<div class=${first + i === active ? 'row active' : 'row'} role="option" id=${`row-${first + i}`} data-at=${first + i} aria-selected=${first + i === present}
          aria-posinset=${first + i + 1} aria-setsize=${items.length} style="height: ${tall}px">${this.row(item, first + i)}</div>`)}</div></div>
      </div>
      ${this.astray && this.current >= 0 ? html`<button class="back" @click=${this.#comeBack}>${words.text('list.back')}</button>` : nothing}`;
  }

  updated(changed: PropertyValues) {
    const rows = this.#rows();
    if (rows && !this.#resizes) {
      this.#resizes = new ResizeObserver(() => (this.room = rows.clientHeight));
      this.#resizes.observe(rows);
    }
    if (changed.has('current') && !this.astray) this.#show(this.current);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resizes?.disconnect();
    this.#resizes = undefined;
  }

  #rows() {
    return this.renderRoot.querySelector<HTMLElement>('.rows');
  }

  #show(at: number) {
    const rows = this.#rows();
    if (rows && at >= 0 && rows.clientHeight > 0) rows.scrollTop = scrolledTo(at, this.tall, rows.scrollTop, rows.clientHeight);
  }

  #scrolled() {
    this.top = this.#rows()!.scrollTop;
  }

  #strays() {
    this.astray = true;
  }

  /** The scroll bar is not in any row. */
  #grabbed({ target, currentTarget }: Event) {
    if (target === currentTarget) this.astray = true;
  }

  #comeBack() {
    this.astray = false;
    this.active = undefined;
    this.#show(this.current);
  }

  #click({ target }: Event) {
    const at = Number((target as HTMLElement).closest<HTMLElement>('.row')?.dataset.at ?? NaN);
    if (Number.isNaN(at) || getSelection()?.type === 'Range') return; // text is being selected, to be copied
    this.#go(at);
  }

  #go(at: number) {
    this.astray = false;
    this.active = at;
    act(this, { do: 'to', ms: this.items[at].ms });
  }

  #key(event: KeyboardEvent) {
    const active = this.active ?? Math.max(0, this.current);
    const last = this.items.length - 1;
    const page = Math.max(1, Math.floor((this.room ?? 600) / this.tall) - 1);
    const to = { ArrowUp: active - 1, ArrowDown: active + 1, Home: 0, End: last, PageUp: active - page, PageDown: active + page }[event.key];
    if (event.key === 'Enter') this.#go(active);
    else if (to === undefined) return;
    else this.#show((this.active = Math.min(last, Math.max(0, to))));
    this.astray = event.key !== 'Enter';
    event.preventDefault();
  }
}
