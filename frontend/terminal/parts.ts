/** The elements around the screen. */
import './terminal-bar.ts';
import './terminal-find.ts';
import './terminal-keys.ts';
import './terminal-notice.ts';
import './terminal-paste.ts';
import './terminal-sheet.ts';
