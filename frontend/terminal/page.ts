/** What the server wrote into the page for the terminal: whose session it is, and every text in the user's language. */
export interface Page {
  session: { id: string; node: string; nodeName: string; owner: string } | null;
  texts: Record<string, string>;
}

let page: Page | undefined;

export function facts(): Page {
  page ??= JSON.parse(document.getElementById('postern-terminal')?.textContent ?? '{"session":null,"texts":{}}') as Page;
  return page;
}

/** The text with its {0}, {1} filled in; its key where the server knew none. */
export function text(key: string, ...values: (string | number)[]): string {
  return (facts().texts[key] ?? key).replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));
}
