/**
 * What a browser does with passkeys: it has one made, or signs with one. What it answers is JSON for the server; what goes wrong
 * is one of a few words, for which the page has texts.
 */

export type Trouble = 'unsupported' | 'cancelled' | 'elsewhere' | 'known' | 'failed' | 'unreachable' | 'stale';
export type Outcome = { answer: string } | { trouble: Trouble };

/** The browser's part, which tests play. */
export interface Browser {
  create(options: unknown): Promise<{ toJSON(): unknown } | null>;
  get(options: unknown): Promise<{ toJSON(): unknown } | null>;
}

const TROUBLES: Record<string, Trouble> = {
  // also after five minutes, and where the person has no passkey to choose: browsers do not tell these apart, on purpose
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  InvalidStateError: 'known',
  // this page is not at an address the passkeys are for
  SecurityError: 'elsewhere',
  NotSupportedError: 'unsupported',
};

export function make(question: string, browser: Browser | undefined): Promise<Outcome> {
  return answer(browser, (there) => there.create(JSON.parse(question)));
}

export function use(question: string, browser: Browser | undefined): Promise<Outcome> {
  return answer(browser, (there) => there.get(JSON.parse(question)));
}

async function answer(
  browser: Browser | undefined,
  asked: (there: Browser) => Promise<{ toJSON(): unknown } | null>,
): Promise<Outcome> {
  if (!browser) return { trouble: 'unsupported' };
  try {
    const credential = await asked(browser);
    return credential ? { answer: JSON.stringify(credential) } : { trouble: 'cancelled' };
  } catch (error) {
    return { trouble: TROUBLES[(error as Error)?.name] ?? 'failed' };
  }
}

/** The browser this runs in; nothing where it knows no passkeys, or the page did not come over TLS. */
export function thisBrowser(): Browser | undefined {
  const known = globalThis.PublicKeyCredential as
    | (typeof PublicKeyCredential & {
        parseCreationOptionsFromJSON?: (json: unknown) => PublicKeyCredentialCreationOptions;
        parseRequestOptionsFromJSON?: (json: unknown) => PublicKeyCredentialRequestOptions;
      })
    | undefined;
  if (!known?.parseCreationOptionsFromJSON || !known.parseRequestOptionsFromJSON) return undefined;
  return {
    create: (options) =>
      navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON!(options) }) as Promise<PublicKeyCredential | null>,
    get: (options) =>
      navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON!(options) }) as Promise<PublicKeyCredential | null>,
  };
}
