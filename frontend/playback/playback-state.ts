import { html, nothing } from 'lit';
import type { Act } from './keys.ts';
import { atMoment } from './permalink.ts';
import type { Missing } from './recording.ts';
import { position } from './times.ts';
import type { Phase, Viewing } from './viewing.ts';
import type { Words } from './words.ts';

/** What stands over the screen where there is no picture to show. */
export function overStage(phase: Phase, viewing: Viewing, words: Words, perform: (act: Act) => void) {
  const said = (title: string, what: string, button: unknown = nothing) => html`<div class="over"><div role="status"><h2>${title}</h2><p>${what}</p>${button}</div></div>`;
  if (phase === 'loading') return html`<div class="over"><div role="status"><span class="turn"></span>${words.text('loading')}</div></div>`;
  if (phase !== 'ready') {
    const again = phase.refused === 'signed-out'
      ? html`<button class="plain" @click=${() => location.replace(atMoment(location.href, viewing.player.ms))}>${words.text('sign-in')}</button>`
      : html`<button class="plain" @click=${() => perform({ do: 'reload' })}>${words.text('try-again')}</button>`;
    return said(words.text(`refused.${phase.refused}`), words.text(`refused.${phase.refused}.what`), again);
  }
  if (viewing.empty) return said(words.text('empty'), words.text(viewing.contents?.live ? 'empty.live' : 'empty.what'));
  const { player, recording } = viewing;
  if (player.waiting) return html`<div class="over"><div role="status" aria-label=${words.text('loading')}><span class="turn"></span></div></div>`;
  const here = recording.missing.get(recording.places[recording.at(player.ms)]?.number);
  return here && typeof here.because === 'string' ? said(words.text('missing.here'), words.text('missing.here.what')) : nothing;
}

/** What is wrong with the recording, below the screen: where it breaks off, what did not come. */
export function callouts(viewing: Viewing, words: Words, perform: (act: Act) => void) {
  const { contents, recording } = viewing;
  const missing = recording.gaps;
  return html`
    ${contents?.state === 'truncated' ? html`<div class="callout" role="status"><p>${words.text('truncated', position(contents.durationMs))}</p></div>` : nothing}
    ${missing.slice(0, 2).map((each) => html`<div class="callout" role="alert"><p>${about(each, words)}</p>${again(each)}</div>`)}
    ${missing.length > 2 ? html`<div class="callout" role="alert"><p>${words.text('missing.more', missing.length - 2)}</p></div>` : nothing}`;

  function again({ because }: Missing) {
    return because === 'unreachable' ? html`<button class="plain" @click=${() => perform({ do: 'try-again' })}>${words.text('try-again')}</button>` : nothing;
  }
}

function about({ place, fromMs, because }: Missing, words: Words) {
  const reason = typeof because === 'string' ? words.text(`missing.${because}`) : words.text('damaged', because.byte, words.text(`damage.${because.what}`));
  return words.text('missing', place.number, position(fromMs, place.toMs), position(place.toMs), reason);
}
