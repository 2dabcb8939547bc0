import { svg } from 'lit';
import { draw, icons as terminal } from '../terminal/icons.ts';

export const icons = {
  play: draw(svg`<path d="M7.5 4.8v14.4L19 12Z" fill="currentColor"/>`),
  pause: draw(svg`<path d="M7.5 5h3v14h-3zM13.5 5h3v14h-3z" fill="currentColor"/>`),
  back: draw(svg`<path d="M18 6v12l-8.5-6Z" fill="currentColor"/><path d="M6 6v12"/>`),
  forward: draw(svg`<path d="M6 6v12l8.5-6Z" fill="currentColor"/><path d="M18 6v12"/>`),
  skip: draw(svg`<path d="m4 6.5 6.5 5.5L4 17.5ZM13 6.5l6.5 5.5-6.5 5.5Z" fill="currentColor"/>`),
  link: draw(svg`<path d="M10 14a4 4 0 0 0 5.8.2l3-3A4 4 0 0 0 13.2 5.500l-1.200 1.200"/><path d="M14 10a4 4 0 0 0-5.8-.2l-3 3a4 4 0 0 0 5.6 5.700l1.200-1.200"/>`),
  mark: draw(svg`<path d="M6.500 4h11v16.500L12 16.200 6.500 20.500Z"/>`),
  marked: draw(svg`<path d="M6.500 4h11v16.500L12 16.200 6.500 20.500Z" fill="currentColor"/>`),
  help: draw(svg`<circle cx="12" cy="12" r="9"/><path d="M9.500 9.300a2.600 2.600 0 1 1 3.900 2.500c-.9.5-1.400 1-1.400 2"/><path d="M12 16.900h.01"/>`),
  find: terminal.find,
  up: terminal.up,
  down: terminal.down,
  close: terminal.close,
};
