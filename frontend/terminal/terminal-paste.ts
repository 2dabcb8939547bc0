import { css, html, LitElement, nothing } from 'lit';
import { dialogLooks, tokens } from './looks.ts';
import { text } from './page.ts';
import { inOneLine, lines, PREVIEWED } from './paste.ts';

/** Shows what is about to be pasted line by line into a shell that would run it at once. Enter does not: Cancel has the focus. */
export class TerminalPaste extends LitElement {
  static properties = { text: {} };
  declare text: string;

  static styles = [tokens, dialogLooks, css`
    pre { margin: 0; padding: 10px 12px; max-height: 34vh; overflow: auto; border: 1px solid var(--edge); border-radius: 9px; background: var(--screen);
      font: 13px/1.55 ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
  `];

  render() {
    const all = lines(this.text);
    const count = text(all.length === 1 ? 'paste.line' : 'paste.lines', all.length);
    return html`<dialog aria-labelledby="title" @close=${() => this.#answer(null)}>
      <h2 id="title">${count}</h2>
      <p>${text('paste.what')}</p>
      <pre tabindex="0">${all.slice(0, PREVIEWED).join('\n')}${all.length > PREVIEWED ? `\n… ${text('paste.more', all.length - PREVIEWED)}` : nothing}</pre>
      <div class="row">
        <button class="plain" autofocus @click=${() => this.#answer(null)}>${text('cancel')}</button>
        <button class="plain" @click=${() => this.#answer(inOneLine(this.text))}>${text('paste.one-line')}</button>
        <button class="primary" @click=${() => this.#answer(this.text)}>${text('paste.run')}</button>
      </div></dialog>`;
  }

  firstUpdated() {
    this.renderRoot.querySelector('dialog')!.showModal();
  }

  /** Null for not at all: an event's detail knows no undefined. */
  #answer(pasted: string | null) {
    this.dispatchEvent(new CustomEvent<string | null>('answer', { detail: pasted }));
  }
}

customElements.define('postern-terminal-paste', TerminalPaste);
