import type { ITheme } from '@xterm/xterm';

/** The terminal's own colours; the page around it takes the product's. Contrast is kept by xterm (minimumContrastRatio). */
export const DARK: ITheme = {
  background: '#0d1417', foreground: '#d8e2e3', cursor: '#4fd6c4', cursorAccent: '#0d1417', selectionBackground: '#2c5a5a',
  black: '#1c2529', red: '#f0716e', green: '#7fcf7d', yellow: '#e5c167', blue: '#6fb1f5', magenta: '#d191e8', cyan: '#5fd0cf', white: '#d8e2e3',
  brightBlack: '#6c7f84', brightRed: '#ff9a94', brightGreen: '#a4e6a0', brightYellow: '#f4d98d', brightBlue: '#9ccbff', brightMagenta: '#e6b5f6', brightCyan: '#93ebe6', brightWhite: '#ffffff',
};

export const LIGHT: ITheme = {
  background: '#fcfdfd', foreground: '#1d2a2d', cursor: '#0b7a6f', cursorAccent: '#fcfdfd', selectionBackground: '#bfe3dd',
  black: '#1d2a2d', red: '#c0312f', green: '#2c7d2f', yellow: '#8f6400', blue: '#1f63b5', magenta: '#8d3aa8', cyan: '#0b7478', white: '#66757a',
  brightBlack: '#56666b', brightRed: '#d94a45', brightGreen: '#3a9440', brightYellow: '#a87800', brightBlue: '#2f7bd6', brightMagenta: '#a650c3', brightCyan: '#158c90', brightWhite: '#1d2a2d',
};
