import { css } from 'lit';

/** Colours come from the console (styles/console.css); what it has no word for is said here, light first. */
export const tokens = css`
  :host {
    --ink: var(--vaadin-text-color, light-dark(#1d2a2d, #d8e2e3));
    --quiet: var(--vaadin-text-color-secondary, light-dark(#5b6b70, #93a5aa));
    --accent: var(--aura-accent-color, light-dark(#0b7a6f, #3cc4b2));
    --line: var(--edge, light-dark(#dde4e4, #26333a));
    --card: light-dark(#fff, #171f23);
    --stage: light-dark(#eef2f2, #080d0f);
    --screen: light-dark(#fcfdfd, #0d1417);
    --typed: light-dark(#7a4fd0, #b79cf5);
    --hit: light-dark(#c77700, #f5b83d);
    --focus: var(--vaadin-focus-ring-color, var(--accent));
    font-size: 14px; color: var(--ink);
  }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  button { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 8px; cursor: pointer; display: inline-flex; align-items: center; justify-content: center; gap: 6px;
    height: 34px; min-width: 34px; padding: 0 7px; }
  button:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
  button[aria-pressed='true'] { color: var(--aura-accent-text-color, var(--accent)); background: color-mix(in srgb, var(--accent) 14%, transparent); }
  button[disabled] { opacity: 0.45; cursor: default; background: none; }
  .plain { border-color: var(--line); padding: 0 13px; }
  svg { flex: none; display: block; }
  .badge { display: inline-block; font-size: 12px; font-weight: 600; line-height: 18px; padding: 0 8px; border-radius: 99px; background: light-dark(#e8eeee, #222d32); color: var(--quiet); white-space: nowrap; }
  .badge.good { background: color-mix(in srgb, var(--good) 15%, transparent); color: var(--good); }
  .badge.bad { background: color-mix(in srgb, var(--bad) 14%, transparent); color: var(--bad); }
  mark { background: color-mix(in srgb, var(--hit) 32%, transparent); color: inherit; border-radius: 2px; }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
`;

/** The player as a whole: by its own width, since what is around it takes from the window's. */
export const playbackLooks = css`
  :host { display: block; container: playback / inline-size; outline: none; }
  .player { display: grid; grid-template-columns: minmax(0, 1fr) clamp(290px, 28cqw, 400px); height: var(--playback-height, max(460px, calc(100dvh - 220px))); border: 1px solid var(--line); border-radius: 12px;
    background: var(--card); overflow: hidden; position: relative; }
  .film { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
  .stage { position: relative; flex: 1; min-height: 0; background: var(--stage); overflow: hidden; }
  .screen { position: absolute; inset: 6px; padding: 9px; display: grid; place-items: center; overflow: auto; }
  .terminal { background: var(--screen); outline: 7px solid var(--screen); border-radius: 1px; box-shadow: 0 0 0 8px var(--line); }
  .xterm .xterm-viewport { background: transparent !important; }
  .player.unshown { grid-template-columns: minmax(0, 1fr); }
  .player.unshown .screen { visibility: hidden; }
  .callout { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 8px 14px; font-size: 13.5px; font-weight: 550; background: color-mix(in srgb, var(--warn) 14%, transparent); color: light-dark(#7a4600, #f6cd6c);
    border-top: 1px solid var(--line); }
  .callout p { margin: 0; flex: 1 1 240px; overflow-wrap: anywhere; }
  .callout button { height: 28px; }
  .over { position: absolute; inset: 0; display: grid; place-items: center; padding: 20px; pointer-events: none; text-align: center; }
  .over > div { pointer-events: auto; display: grid; gap: 6px; justify-items: center; max-width: 440px; }
  .over h2 { font-size: 17px; margin: 0; }
  .over p { margin: 0 0 8px; color: var(--quiet); line-height: 1.5; }
  .turn { width: 22px; height: 22px; border: 2.5px solid color-mix(in srgb, var(--accent) 25%, transparent); border-top-color: var(--accent); border-radius: 50%; animation: turn 0.9s linear infinite; margin-bottom: 6px; }
  @keyframes turn { to { rotate: 1turn; } }
  .pills { position: absolute; inset: 12px 12px auto; z-index: 6; display: flex; flex-direction: column; align-items: center; gap: 6px; pointer-events: none; }
  .pill { background: light-dark(rgb(29 42 45 / 0.9), rgb(216 226 227 / 0.94)); color: light-dark(#fff, #0d1417); font-size: 13px; font-weight: 550; border-radius: 99px; padding: 5px 14px; max-width: 100%; overflow-wrap: anywhere; }
  .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  postern-playback-rail { border-inline-start: 1px solid var(--line); min-height: 0; }
  @container playback (max-width: 760px) {
    .player { grid-template-columns: minmax(0, 1fr); height: auto; }
    .stage { flex: none; height: var(--stage-height, 62cqw); min-height: 190px; }
    .screen { inset: 1px; }
    postern-playback-rail { border-inline-start: 0; border-top: 1px solid var(--line); height: 380px; }
  }
`;
