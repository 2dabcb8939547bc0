import xterm from '@xterm/xterm/css/xterm.css?inline';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { browser, copied, everyFrame, keptBy } from './browser.ts';
import { served } from './http.ts';
import { actOf, type Act } from './keys.ts';
import { playbackLooks, tokens } from './looks.ts';
import { atMoment, readMoment } from './permalink.ts';
import { callouts, overStage } from './playback-state.ts';
import { Projector } from './projector.ts';
import { XtermStage } from './stage.ts';
import { position } from './times.ts';
import { nearest } from './timeline.ts';
import { Viewing } from './viewing.ts';
import { Words } from './words.ts';
import { isDark, onDarkChange } from '../theme.ts';
import type { PlaybackControls } from './playback-controls.ts';
import './playback-controls.ts';
import './playback-help.ts';
import './playback-rail.ts';
import './playback-scrubber.ts';

/** How long a notice stays, in ms. */
const READ = 3_500;

/** A recording in the browser: the markup around the screen, and the life of what works behind it. */
export class PosternPlayback extends LitElement {
  static properties = { session: {}, texts: { type: Object }, helping: { state: true }, notice: { state: true } };
  static styles = [xterm, tokens, playbackLooks];
  declare session: string;
  /** Everything it says, in the reader's language. */
  declare texts: Record<string, string>;
  declare helping: boolean;
  declare notice: string | undefined;
  declare viewing: Viewing | undefined;
  declare stage: XtermStage | undefined;
  words = new Words({}, '');
  #gone = new AbortController();
  #running = false;
  #version = 0;

  render() {
    const { viewing, words } = this;
    const contents = viewing?.contents;
    const shown = viewing?.phase === 'ready' && !viewing.empty && contents !== undefined;
    const ms = viewing?.player.ms ?? 0;
    return html`<div class=${shown ? 'player' : 'player unshown'}>
        <div class="film">
          <div class="stage"><div class="screen" role="img" aria-label=${words.text('screen', position(ms))}></div>
            ${viewing ? overStage(viewing.phase, viewing, words, this.#do) : nothing}
            <div class="pills">${this.notice ? html`<span class="pill">${this.notice}</span>` : viewing?.caption ? html`<span class="pill">${viewing.caption.text}</span>` : nothing}</div>
          </div>
          ${viewing ? callouts(viewing, words, this.#do) : nothing}
          ${shown ? html`<postern-playback-scrubber .words=${words} .contents=${contents} .ms=${ms} .hits=${viewing.hits} .marks=${viewing.marks.all} .missing=${viewing.recording.gaps} @act=${this.#act}></postern-playback-scrubber>
            <postern-playback-controls .words=${words} .viewing=${viewing} .version=${this.#version} ?marked=${nearest(viewing.marks.all, ms, 500) !== undefined} @act=${this.#act}></postern-playback-controls>` : nothing}
        </div>
        ${shown ? html`<postern-playback-rail .words=${words} .viewing=${viewing} .version=${this.#version} @act=${this.#act}></postern-playback-rail>` : nothing}
        <div class="said" role="status" aria-live="polite">${this.notice ?? ''}</div>
      </div>
      ${this.helping ? html`<postern-playback-help .words=${words} @closed=${this.#helped}></postern-playback-help>` : nothing}`;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#begin(); // moved to another place in the page
  }

  willUpdate(changed: PropertyValues) {
    if (changed.has('texts')) this.words = new Words(this.texts ?? {}, document.documentElement.lang);
  }

  updated(changed: PropertyValues) {
    if (changed.has('session')) this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  #begin() {
    this.#end();
    if (!this.session) return;
    const { signal } = (this.#gone = new AbortController());
    this.tabIndex = -1; // so that its keys work from the beginning; they are its own only while it has the focus
    this.addEventListener('keydown', this.#key, { signal });
    const stage = (this.stage = new XtermStage(this.renderRoot.querySelector('.screen')!, isDark()));
    onDarkChange(() => stage.paint(isDark()), signal);
    this.viewing = new Viewing(this.session, served(this.session), new Projector(stage), browser, this.#changed);
    void this.viewing.open(readMoment(location.search));
    if (document.activeElement === document.body) this.focus({ preventScroll: true });
  }

  #end() {
    this.#gone.abort();
    this.viewing?.close();
    this.stage?.dispose();
    this.stage = this.viewing = undefined;
  }

  #changed = () => {
    this.#version++;
    this.requestUpdate();
    if (this.#running || !this.viewing?.player.clock.playing) return;
    this.#running = true;
    everyFrame((now) => {
      this.viewing?.player.tick(now);
      return (this.#running = this.viewing?.player.clock.playing === true);
    });
  };

  #act = ({ detail }: CustomEvent<Act>) => this.#do(detail);

  #key = (event: KeyboardEvent) => {
    const act = actOf(event);
    if (!act || event.defaultPrevented || keptBy(event) || this.viewing?.phase !== 'ready') return;
    event.preventDefault();
    this.#do(act);
  };

  #do = (act: Act) => {
    const { viewing } = this;
    if (!viewing) return;
    const { ms } = viewing.player;
    switch (act.do) {
      case 'search': return this.renderRoot.querySelector<PlaybackControls>('postern-playback-controls')?.focusSearch();
      case 'help': return void (this.helping = !this.helping);
      case 'copy-link': return void copied(atMoment(location.href, ms)).then((did) => this.#tell(did ? 'copied' : 'copy.refused', ms));
      case 'mark': return this.#tell(viewing.marks.toggle(ms) ?? 'mark.full', ms);
      default: return viewing.perform(act);
    }
  };

  #tell(name: string, ms: number) {
    const words = (this.notice = this.words.text(name, position(ms)));
    this.#changed();
    setTimeout(() => this.notice === words && (this.notice = undefined), READ);
  }

  #helped = () => {
    this.helping = false;
    this.focus({ preventScroll: true });
  };
}

customElements.define('postern-playback', PosternPlayback);
