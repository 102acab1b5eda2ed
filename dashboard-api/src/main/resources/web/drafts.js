/** Changes that are not saved yet live in this tab: they outlast a reload, another language and a sign-in. */

const PREFIX = 'voronka.draft.';

/** `{draft, version, time}` or null. */
export function keptDraft(key) {
  const text = sessionStorage.getItem(PREFIX + key);
  return text === null ? null : JSON.parse(text);
}

export function keepDraft(key, draft, version) {
  sessionStorage.setItem(PREFIX + key, JSON.stringify({ draft, version, time: Date.now() }));
}

export function dropDraft(key) {
  sessionStorage.removeItem(PREFIX + key);
}
