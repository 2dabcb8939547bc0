import xterm from '@xterm/xterm/css/xterm.css?inline';
import { html, LitElement, nothing } from 'lit';
import { accompany, outside, thisTab } from './browser.ts';
import { aboutCopy, perform, type Act, type Notice, type Place } from './acts.ts';
import { sequence, withControl } from './keys.ts';
import { terminalLooks, tokens } from './looks.ts';
import { facts, text } from './page.ts';
import { harmless, needsAsking } from './paste.ts';
import { XtermScreen } from './screen.ts';
import { hopeful, TerminalSession } from './session.ts';
import { preferences } from './preferences.ts';
import { isDark, onDarkChange } from '../theme.ts';
import type { KeyTap } from './terminal-keys.ts';
import type { TerminalNotice } from './terminal-notice.ts';
import './parts.ts';

/** How long a notice stays, in ms: twice as long where there is something to decide. */
const READ = 5_000;

/** A session in the browser: the markup around the screen, and the life of what works behind it. */
export class PosternTerminal extends LitElement implements Place {
  static properties = {
    session: {}, finding: { state: true }, choosing: { state: true }, asked: { state: true }, said: { state: true },
    notice: { state: true }, problem: { state: true }, control: { state: true },
  };
  static styles = [xterm, tokens, terminalLooks];
  declare session: string;
  declare finding: boolean;
  declare choosing: boolean;
  declare asked: string | undefined;
  declare said: string;
  declare notice: Notice | undefined;
  declare problem: string;
  declare control: boolean;
  declare screen: XtermScreen;
  declare live: TerminalSession;
  readonly settings = preferences(localStorage);
  #gone = new AbortController();
  #toldState = '';

  /** Everything on the screen and above it, as text. */
  text(): string {
    return this.screen?.text() ?? '';
  }

  /** The screen's own terminal, for whoever wants more than its text. */
  get terminal() {
    return this.screen?.terminal;
  }

  render() {
    const { live, screen } = this;
    const session = facts().session;
    const state = live?.state ?? { name: 'connecting' as const };
    this.dataset.state = state.name;
    return html`<postern-terminal-bar .state=${state} .latency=${live?.latency} .node=${session?.nodeName ?? this.session} .nodeId=${session?.node ?? ''} .session=${this.session}
        ?tabmoves=${screen?.tabMoves} @act=${this.#act}></postern-terminal-bar>
      <div class="place">
        <div class="screen" role="application" aria-label=${text('screen', session?.nodeName ?? '')}></div>
        <postern-terminal-notice .state=${state} .waiting=${live?.waiting ?? 0} .pasting=${live?.pasting} .notice=${this.notice} .problem=${this.problem ?? ''} @act=${this.#act}></postern-terminal-notice>
        ${this.finding ? html`<postern-terminal-find .search=${screen.search} @act=${this.#act}></postern-terminal-find>` : nothing}
      </div>
      ${hopeful(state) ? html`<postern-terminal-keys ?control=${this.control} @key-tap=${this.#tap} @act=${this.#act}></postern-terminal-keys>` : nothing}
      ${this.choosing ? html`<postern-terminal-sheet .settings=${this.settings} @act=${this.#act}></postern-terminal-sheet>` : nothing}
      ${this.asked === undefined ? nothing : html`<postern-terminal-paste .text=${this.asked} @answer=${this.#answered}></postern-terminal-paste>`}
      <div class="said" role="status" aria-live="polite">${this.said ?? ''}</div>`;
  }

  async firstUpdated() {
    const { signal } = this.#gone;
    const screen = (this.screen = new XtermScreen(this.renderRoot.querySelector('.screen')!, {
      typed: (typed) => this.#typed(typed),
      typedBytes: (bytes) => this.live?.typeBytes(bytes),
      pasted: (pasted) => this.pasted(pasted),
      resized: () => this.live?.resized(),
      titled: (title) => (document.title = [title, facts().session?.nodeName, 'Postern'].filter(Boolean).join(' · ')),
      pressed: (shortcut) => this.#do(shortcut),
      copied: (copied) => this.tell(aboutCopy(copied)),
      replaying: () => this.live?.replaying ?? false,
    }, this.settings, isDark()));
    onDarkChange(() => screen.paint(isDark()), signal);
    const client = await thisTab();
    if (signal.aborted) return;
    const live = (this.live = new TerminalSession(this.session, client, sessionStorage, screen, outside(this.session), {
      changed: () => this.requestUpdate(),
      overfull: () => this.tell({ words: text('overfull') }),
    }));
    accompany(live, signal);
    live.start();
    screen.terminal.focus();
  }

  updated() {
    const { name } = this.live?.state ?? { name: 'connecting' };
    if (name === this.#toldState) return;
    this.#toldState = name;
    this.said = text(`state.${name}`);
    if (name === 'live') this.problem = '';
    if (!this.live) return;
    this.screen.over = !hopeful(this.live.state);
    if (this.screen.over) void this.#focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#gone.abort();
    this.live?.stop();
    this.screen?.dispose();
  }

  tell(notice: Notice) {
    this.said = notice.words;
    this.notice = notice;
    setTimeout(() => this.notice === notice && (this.notice = undefined), notice.does ? 2 * READ : READ);
  }

  pasted(pasted: string) {
    const clean = harmless(pasted);
    if (needsAsking(clean, this.screen.terminal.modes.bracketedPasteMode)) this.asked = clean;
    else this.screen.terminal.paste(clean);
  }

  #typed(typed: string) {
    this.live?.type(this.control ? withControl(typed) : typed);
    this.control = false;
  }

  #tap({ detail }: CustomEvent<KeyTap>) {
    const { terminal } = this.screen;
    if (detail === 'control') this.control = !this.control;
    else if ('sign' in detail) this.#typed(detail.sign);
    else this.#typed(sequence(detail.key, terminal.modes.applicationCursorKeysMode));
    terminal.focus();
  }

  async #answered({ detail }: CustomEvent<string | null>) {
    this.asked = undefined;
    if (detail !== null) this.screen.terminal.paste(detail);
    await this.#focus();
  }

  #act = ({ detail }: CustomEvent<Act>) => this.#do(detail);

  async #do(what: Act) {
    await perform(what, this);
    this.requestUpdate();
    await this.#focus();
  }

  /** Where the next key goes: into the terminal, or, when it is over, to what can be done about that. Below a dialog nothing takes the focus. */
  async #focus() {
    await this.updateComplete;
    if (this.finding || this.choosing || this.asked !== undefined) return;
    if (!this.screen.over) return this.screen.terminal.focus();
    const notice = this.renderRoot.querySelector<TerminalNotice>('postern-terminal-notice');
    await notice?.updateComplete;
    notice?.focus();
  }
}

customElements.define('postern-terminal', PosternTerminal);
