import { make, thisBrowser, use, type Outcome, type Trouble } from './ceremony.ts';

/**
 * Signs in by a passkey: asks the server what is to be signed, and posts the form within it with the browser's answer. In the settings the server calls
 * {@link PosternPasskey.make} instead. Has no look of its own; `data-…` attributes are the texts for what goes wrong.
 */
export class PosternPasskey extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    this.#listening = new AbortController();
    this.querySelector('button')?.addEventListener('click', () => void this.#signIn(), { signal: this.#listening.signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
  }

  /** Answers {@link Outcome}. */
  make(question: string): Promise<Outcome> {
    return make(question, thisBrowser());
  }

  async #signIn() {
    const form = this.querySelector('form')!;
    const button = this.querySelector('button')!;
    this.#say('');
    button.disabled = true;
    const outcome = await this.#ask(form);
    if ('answer' in outcome) {
      form.querySelector<HTMLInputElement>('input[name=answer]')!.value = outcome.answer;
      form.submit();
    } else if (outcome.trouble === 'stale') {
      // the page is older than the server, or than what the server remembers of strangers
      location.reload();
    } else {
      button.disabled = false;
      this.#say(this.dataset[outcome.trouble] ?? this.dataset.failed ?? '');
    }
  }

  async #ask(form: HTMLFormElement): Promise<Outcome> {
    const browser = thisBrowser();
    if (!browser) return { trouble: 'unsupported' };
    const question = await ask(`${form.action}/question`, new URLSearchParams(new FormData(form) as unknown as Record<string, string>));
    return typeof question === 'string' ? use(question, browser) : question;
  }

  #say(words: string) {
    const line = this.querySelector('[role=alert]')!;
    line.textContent = words;
  }
}

async function ask(url: string, body: URLSearchParams): Promise<string | { trouble: Trouble }> {
  try {
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    if (response.ok) return await response.text();
    return { trouble: response.status === 403 || response.type === 'opaqueredirect' ? 'stale' : 'unreachable' };
  } catch {
    return { trouble: 'unreachable' };
  }
}

customElements.define('postern-passkey', PosternPasskey);
