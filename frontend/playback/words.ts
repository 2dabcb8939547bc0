/** Every text of the player in the reader's language, as the server hands them in. */
export class Words {
  readonly language: string;
  readonly #texts: Record<string, string>;

  constructor(texts: Record<string, string>, language: string) {
    this.#texts = texts;
    this.language = language || 'en';
  }

  /** The text with its {0}, {1} filled in; its key where the server knew none. */
  text(key: string, ...values: (string | number)[]): string {
    return (this.#texts[key] ?? key).replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));
  }
}
