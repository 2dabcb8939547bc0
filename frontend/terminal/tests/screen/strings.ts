const RESOURCES = new URL('../../../../src/test/resources/screen/', import.meta.url);

/** What Java and Node read alike. */
export const FILE = new URL('strings.json', RESOURCES);

/** Written by Java, from each string (RedrawnFile). */
export const REDRAWN = new URL('redrawn.json', RESOURCES);
