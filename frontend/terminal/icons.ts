import { svg, type SVGTemplateResult } from 'lit';

/** Strokes on a 24-grid, drawn in the text's colour. */
export const draw = (paths: SVGTemplateResult) => svg`<svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.75"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const icons = {
  gate: draw(svg`<path d="M4 21V10a8 8 0 0 1 16 0v11"/><path d="M8 21v-9.5a4 4 0 0 1 8 0V21"/><path d="M2.5 21h19"/>`),
  copy: draw(svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>`),
  paste: draw(svg`<rect x="5" y="4.5" width="14" height="16" rx="2.5"/><path d="M9 4.5V4a1.5 1.5 0 0 1 1.5-1.5h3A1.5 1.5 0 0 1 15 4v.5M9 4.5h6M9 12h6M9 15.5h4"/>`),
  done: draw(svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`),
  find: draw(svg`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`),
  smaller: draw(svg`<path d="M3 18 7.5 6 12 18M4.5 14h6"/><path d="M15.5 12h5.5"/>`),
  bigger: draw(svg`<path d="M3 18 7.5 6 12 18M4.5 14h6"/><path d="M15.5 12h5.5M18.25 9.25v5.5"/>`),
  sheet: draw(svg`<rect x="2.5" y="6" width="19" height="12.5" rx="2.5"/><path d="M6.5 10h.01M10.2 10h.01M13.8 10h.01M17.5 10h.01M7.5 14.5h9"/>`),
  full: draw(svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>`),
  end: draw(svg`<path d="M12 3v8"/><path d="M6.5 6.5a8 8 0 1 0 11 0"/>`),
  up: draw(svg`<path d="m6 14.5 6-6 6 6"/>`),
  down: draw(svg`<path d="m6 9.5 6 6 6-6"/>`),
  close: draw(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
};
