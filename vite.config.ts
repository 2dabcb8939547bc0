import type { UserConfigFn } from 'vite';
import { overrideVaadinConfig } from './vite.generated';

const own: UserConfigFn = () => ({
  // Browsers that know light-dark(): lowered, it would follow the style sheet's colour scheme and not the chosen one.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
});

export default overrideVaadinConfig(own);
