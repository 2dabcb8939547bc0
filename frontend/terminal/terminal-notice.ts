import { css, html, LitElement, nothing } from 'lit';
import { act, type Act, type Notice } from './acts.ts';
import { tokens } from './looks.ts';
import { text } from './page.ts';
import type { State } from './session.ts';

/** What stands over the screen when something else than "live" is true. Stays off the prompt while the session goes on. */
export class TerminalNotice extends LitElement {
  static properties = { state: { attribute: false }, waiting: { type: Number }, pasting: { attribute: false }, notice: { attribute: false }, problem: {} };
  declare state: State;
  declare waiting: number;
  declare pasting: number | undefined;
  declare notice: Notice | undefined;
  /** Why an ended session could not be opened again. */
  declare problem: string;

  static styles = [tokens, css`
    :host { position: absolute; inset: 0; pointer-events: none; display: flex; flex-direction: column; padding: 12px; z-index: 5; }
    .pill { align-self: flex-end; pointer-events: auto; display: flex; align-items: center; gap: 10px; background: var(--card); border: 1px solid var(--edge); border-radius: 10px;
      box-shadow: 0 6px 24px rgb(0 0 0 / 0.16); padding: 8px 12px; max-width: min(440px, 100%); margin-bottom: 8px; }
    .pill b { font-weight: 650; }
    .pill p { margin: 2px 0 0; color: var(--quiet); font-size: 13px; line-height: 1.4; }
    .turn { width: 16px; height: 16px; flex: none; border: 2px solid color-mix(in srgb, var(--warn) 30%, transparent); border-top-color: var(--warn); border-radius: 50%; animation: turn 0.9s linear infinite; }
    @keyframes turn { to { rotate: 1turn; } }
    @media (prefers-reduced-motion: reduce) { .turn { animation-duration: 4s; } }
    progress { width: 140px; accent-color: var(--accent); }
    .card { margin: auto auto 4vh; pointer-events: auto; background: var(--card); border: 1px solid var(--edge); border-radius: 14px; box-shadow: 0 14px 44px rgb(0 0 0 / 0.22);
      padding: 20px 22px; width: min(460px, 100%); }
    .alone { margin: auto; }
    h2 { font-size: 16px; margin: 0 0 4px; display: flex; align-items: center; gap: 10px; }
    h2 .status { font: 600 12px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; padding: 2px 8px; border-radius: 99px; background: color-mix(in srgb, var(--bad) 16%, transparent); color: var(--bad); }
    h2 .status.zero { background: color-mix(in srgb, var(--good) 16%, transparent); color: var(--good); }
    .card p { margin: 0; color: var(--quiet); line-height: 1.5; overflow-wrap: anywhere; }
    .card .problem { color: var(--bad); margin-top: 8px; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
  `];

  /** On what there is to do now that the terminal does nothing. */
  focus() {
    this.renderRoot.querySelector<HTMLElement>('.card .primary')?.focus();
  }

  render() {
    const { state, pasting } = this;
    return html`
      ${pasting === undefined ? nothing : html`<div class="pill"><span>${text('pasting', Math.round(pasting * 100))}</span><progress max="1" .value=${pasting}></progress>
        <button class="plain" @click=${() => act(this, 'cancel-paste')}>${text('cancel')}</button></div>`}
      ${this.#passing()}
      ${this.#about(state)}`;
  }

  /** Spoken by {@link PosternTerminal}'s own live region: said once is enough. */
  #passing() {
    const { words, does } = this.notice ?? {};
    if (!words) return nothing;
    return html`<div class="pill"><span>${words}</span>${does ? html`<button class="plain" @click=${() => act(this, does.what)}>${does.label}</button>` : nothing}</div>`;
  }

  #about(state: State) {
    switch (state.name) {
      case 'connecting':
        return this.#pill(text('state.connecting'), text('connecting.what'));
      case 'waiting':
        return this.#pill(text('state.waiting'), turn(state.before));
      case 'reconnecting':
        return this.#pill(text('state.reconnecting'), this.waiting > 0 ? text('reconnecting.kept', this.waiting) : text('reconnecting.what'));
      case 'live':
        return state.node ? nothing : this.#pill(text('state.node-lost'), text('node-lost.what'));
      case 'ended':
        return this.#card(
          html`${text('state.ended')}${state.status === undefined ? nothing : html`<span class="status ${state.status === 0 ? 'zero' : ''}">${text('status', state.status)}</span>`}`,
          state.text || text(`cause.${state.cause}`), 'reopen', text('reopen'));
      case 'replaced':
        return this.#card(text('state.replaced'), text('replaced.what'), 'start', text('take-back'));
      case 'lost':
        return this.#card(text('state.lost'), text('lost.what'), 'start', text('try-again'));
      case 'refused':
        return state.refusal === 'signed-out'
          ? this.#card(text('signed-out'), text('signed-out.what'), undefined, text('sign-in'))
          : this.#card(text('not-found'), text('not-found.what'), undefined, undefined);
    }
  }

  #pill(title: string, what: string) {
    return html`<div class="pill"><span class="turn"></span><div><b>${title}</b><p>${what}</p></div></div>`;
  }

  #card(title: unknown, what: string, does: Act | undefined, word: string | undefined) {
    const button = does
      ? html`<button class="primary" @click=${() => act(this, does)}>${word}</button>`
      : word ? html`<a class="button primary" href=${location.pathname}>${word}</a>` : nothing;
    return html`<section class=${this.state.name === 'refused' ? 'card alone' : 'card'}><h2>${title}</h2><p>${what}</p>${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="row">${button}<a class="button plain" href="/">${text('nodes.back')}</a></div></section>`;
  }
}

function turn(before: number) {
  if (before === 0) return text('waiting.next');
  return before === 1 ? text('waiting.one') : text('waiting.more', before);
}

customElements.define('postern-terminal-notice', TerminalNotice);
