/** The address decides what is shown: `#/`, `#/status`, `#/funnel/ID?range=7d&breakdown=device`. */

export function currentRoute() {
  const [path, search = ''] = location.hash.replace(/^#/, '').split('?');
  const [page = '', id] = path.split('/').filter(Boolean).map(decodeURIComponent);
  return { page: page || 'overview', id, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function funnelAddress(id) {
  return `#/funnel/${encodeURIComponent(id)}`;
}

export function editAddress(id) {
  return `#/edit/${encodeURIComponent(id)}`;
}

/** `about` is what the list is of: funnel, stage (from 1), state, group, range, from, to. */
export function peopleAddress(about = {}) {
  const given = Object.entries(about).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given).toString();
  return `#/people${text ? `?${text}` : ''}`;
}

/** `funnel`: whose explanation stands first. */
export function personAddress(id, funnel) {
  return `#/person/${encodeURIComponent(id)}${funnel ? `?${new URLSearchParams({ funnel })}` : ''}`;
}

export function alertAddress(id) {
  return `#/alert/${encodeURIComponent(id)}`;
}

/** `id` may be `new`, for the rule of a funnel that the query may name. */
export function ruleAddress(id, funnel) {
  return `#/alert-rule/${encodeURIComponent(id)}${funnel ? `?${new URLSearchParams({ funnel })}` : ''}`;
}

/** Changes part of the query; an undefined value removes its key. No history entry per click. */
export function changeQuery(changes) {
  const [path, search = ''] = location.hash.split('?');
  const query = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(key);
    else query.set(key, value);
  }
  const text = query.toString();
  history.replaceState(null, '', path + (text ? `?${text}` : ''));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
