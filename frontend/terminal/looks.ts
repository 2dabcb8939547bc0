import { css } from 'lit';

/** Colours and sizes of everything around the terminal, light and dark. */
export const tokens = css`
  :host {
    --bar: light-dark(#f3f6f6, #141d21);
    --edge: light-dark(#dde4e4, #26333a);
    --ink: light-dark(#1d2a2d, #d8e2e3);
    --quiet: light-dark(#5b6b70, #93a5aa);
    --accent: light-dark(#0b7a6f, #4fd6c4);
    --on-accent: light-dark(#ffffff, #06201d);
    --good: light-dark(#178a43, #4ccb7e);
    --warn: light-dark(#a86500, #f0b429);
    --bad: light-dark(#c0312f, #f0716e);
    --card: light-dark(#ffffff, #1a252a);
    --screen: light-dark(#fcfdfd, #0d1417);
    font-family: var(--aura-font-family, system-ui, sans-serif);
    font-size: 14px;
    color: var(--ink);
  }
  *, *::before, *::after { box-sizing: border-box; }
  button, a.button {
    font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 7px; cursor: pointer;
    display: inline-flex; align-items: center; gap: 6px; height: 30px; min-width: 30px; padding: 0 6px; justify-content: center; text-decoration: none;
  }
  button:hover, a.button:hover { background: color-mix(in srgb, currentColor 9%, transparent); }
  button:focus-visible, a:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  button[aria-pressed='true'] { color: var(--accent); background: color-mix(in srgb, var(--accent) 14%, transparent); }
  :is(button, a.button).primary { background: var(--accent); color: var(--on-accent); padding: 0 14px; height: 34px; font-weight: 600; }
  :is(button, a.button).primary:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
  :is(button, a.button).plain { border-color: var(--edge); padding: 0 14px; height: 34px; }
  svg { flex: none; display: block; }
`;

export const terminalLooks = css`
  :host { display: flex; flex-direction: column; height: 100%; background: var(--screen); overflow: hidden; }
  .place { position: relative; flex: 1; min-height: 0; background: var(--screen); }
  .screen { position: absolute; inset: 8px 4px 6px 12px; }
  .xterm { height: 100%; }
  .xterm .xterm-viewport { background: transparent !important; }
  :host([data-state='reconnecting']) .screen, :host([data-state='replaced']) .screen, :host([data-state='lost']) .screen { opacity: 0.55; }
  .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Sheets over the terminal; they scroll inside where a phone is too small for them. */
export const dialogLooks = css`
  dialog { border: 1px solid var(--edge); border-radius: 14px; background: var(--card); color: inherit; padding: 20px 22px; width: min(520px, calc(100vw - 24px)); max-height: calc(100dvh - 24px);
    box-shadow: 0 14px 44px rgb(0 0 0 / 0.28); overflow: auto; }
  dialog::backdrop { background: rgb(6 20 19 / 0.45); }
  h2 { font-size: 16px; margin: 0 40px 4px 0; }
  p { margin: 0 0 12px; color: var(--quiet); line-height: 1.5; }
  .row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; justify-content: flex-end; }
`;
