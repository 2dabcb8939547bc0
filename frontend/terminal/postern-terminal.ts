import xterm from '@xterm/xterm/css/xterm.css?inline';
import { html, LitElement, nothing } from 'lit';
import { accompany, again, outside, thisTab } from './browser.ts';
import { sequence, withControl, type Shortcut } from './keys.ts';
import { terminalLooks, tokens } from './looks.ts';
import { facts, text } from './page.ts';
import { XtermScreen } from './screen.ts';
import { TerminalSession } from './session.ts';
import { preferences } from './preferences.ts';
import { isDark, onDarkChange } from '../theme.ts';
import type { Act } from './terminal-bar.ts';
import type { KeyTap } from './terminal-keys.ts';
import './terminal-bar.ts';
import './terminal-find.ts';
import './terminal-keys.ts';
import './terminal-notice.ts';

/** A session in the browser: the markup around the screen, and the life of what works behind it. */
export class PosternTerminal extends LitElement {
  static properties = { session: {}, finding: { state: true }, said: { state: true }, problem: { state: true }, control: { state: true } };
  static styles = [xterm, tokens, terminalLooks];
  declare session: string;
  declare finding: boolean;
  declare said: string;
  declare problem: string;
  declare control: boolean;
  #screen: XtermScreen | undefined;
  #live: TerminalSession | undefined;
  #settings = preferences(localStorage);
  #gone = new AbortController();

  /** Everything on the screen and above it, as text. */
  text(): string {
    return this.#screen?.text() ?? '';
  }

  /** The screen's own terminal, for whoever wants more than its text. */
  get terminal() {
    return this.#screen?.terminal;
  }

  /** The visible lines. */
  lines(): string[] {
    return this.#screen?.lines() ?? [];
  }

  render() {
    const live = this.#live;
    const session = facts().session;
    const state = live?.state ?? { name: 'connecting' as const };
    this.dataset.state = state.name;
    return html`<postern-terminal-bar .state=${state} .latency=${live?.latency} .node=${session?.nodeName ?? this.session} .nodeId=${session?.node ?? ''} .session=${this.session}
        ?reader=${this.#settings.reader} @act=${this.#act}></postern-terminal-bar>
      <div class="place">
        <div class="screen" role="application" aria-label=${text('screen', session?.nodeName ?? '')}></div>
        <postern-terminal-notice .state=${state} .waiting=${live?.waiting ?? 0} .pasting=${live?.pasting} .problem=${this.problem ?? ''} @act=${this.#act}></postern-terminal-notice>
        ${this.finding ? html`<postern-terminal-find .search=${this.#screen!.search} @act=${this.#act}></postern-terminal-find>` : nothing}
      </div>
      <postern-terminal-keys ?control=${this.control} @key-tap=${this.#tap}></postern-terminal-keys>
      <div class="said" role="status" aria-live="polite">${this.said ?? ''}</div>`;
  }

  async firstUpdated() {
    const { signal } = this.#gone;
    const screen = (this.#screen = new XtermScreen(this.renderRoot.querySelector('.screen')!, {
      typed: (typed) => this.#typed(typed),
      typedBytes: (bytes) => this.#live?.typeBytes(bytes),
      resized: () => this.#live?.resized(),
      titled: (title) => (document.title = [title, facts().session?.nodeName, 'Postern'].filter(Boolean).join(' · ')),
      pressed: (shortcut) => this.#pressed(shortcut),
      replaying: () => this.#live?.replaying ?? false,
    }, { ...this.#settings, dark: isDark() }));
    onDarkChange(() => screen.paint(isDark()), signal);
    const client = await thisTab();
    if (signal.aborted) return;
    const live = (this.#live = new TerminalSession(this.session, client, sessionStorage, screen, outside(this.session), {
      changed: () => this.requestUpdate(),
      overfull: () => this.#tell(text('overfull')),
    }));
    accompany(live, signal);
    live.start();
    screen.terminal.focus();
  }

  updated() {
    const { name } = this.#live?.state ?? { name: 'connecting' };
    if (name === this.#toldState) return;
    this.#toldState = name;
    this.said = text(`state.${name}`);
    if (name === 'live') this.problem = '';
  }
  #toldState = '';

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#gone.abort();
    this.#live?.stop();
    this.#screen?.dispose();
  }

  #typed(typed: string) {
    this.#live?.type(this.control ? withControl(typed) : typed);
    this.control = false;
  }

  #tap({ detail }: CustomEvent<KeyTap>) {
    const { terminal } = this.#screen!;
    if (detail === 'control') this.control = !this.control;
    else if ('sign' in detail) this.#typed(detail.sign);
    else this.#typed(sequence(detail.key, terminal.modes.applicationCursorKeysMode));
    terminal.focus();
  }

  #pressed(shortcut: Shortcut) {
    if (shortcut === 'copy') this.#screen!.copy();
    if (shortcut === 'find') this.finding = true;
    if (shortcut === 'tab-moves') {
      this.#screen!.tabMoves = !this.#screen!.tabMoves;
      this.#tell(text(this.#screen!.tabMoves ? 'tab.moves' : 'tab.types'));
    }
  }

  async #act({ detail }: CustomEvent<Act>) {
    const settings = this.#settings;
    if (detail === 'end') this.#live!.end();
    if (detail === 'start') this.#live!.start();
    if (detail === 'cancel-paste') this.#live!.cancelPaste();
    if (detail === 'find') this.finding = !this.finding;
    if (detail === 'smaller') this.#screen!.resizeFont((settings.fontSize -= 1));
    if (detail === 'bigger') this.#screen!.resizeFont((settings.fontSize += 1));
    if (detail === 'reader') this.#screen!.terminal.options.screenReaderMode = settings.reader = !settings.reader;
    if (detail === 'full') await (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen());
    if (detail === 'reopen') {
      const next = await again(this.session).catch(() => ({ reason: text('unreachable') }));
      if ('session' in next) location.assign(`/terminal/${encodeURIComponent(next.session)}`);
      else this.problem = next.reason || text('signed-out.what');
    }
    this.requestUpdate();
    if (!this.finding) this.#screen!.terminal.focus();
  }

  #tell(what: string) {
    this.said = what;
    this.problem = what;
    setTimeout(() => this.problem === what && (this.problem = ''), 4_000);
  }
}

customElements.define('postern-terminal', PosternTerminal);
