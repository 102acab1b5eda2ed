import { confirmed } from './dialog.js';
import { t } from './i18n.js';

const hashOf = (url) => new URL(url).hash;
const placeOf = (url) => hashOf(url).split('?')[0];

let isAsking = false;

/**
 * Holds a reader back who is about to leave unsaved changes; true where the page stays (for now).
 * The address has changed already, so it is put back until the answer.
 *
 * @param page that is shown; may have `isUnsaved()` and `forget()`
 */
export async function leavesDraft(page, { oldURL, newURL }) {
  if (isAsking) return true;
  if (!oldURL || placeOf(oldURL) === placeOf(newURL) || !page?.isUnsaved?.()) return false;
  isAsking = true;
  history.replaceState(null, '', hashOf(oldURL));
  const leaves = await confirmed({
    title: t('editor.leaveTitle'), text: t('editor.leaveText'), action: t('editor.leaveAction'), cancel: t('editor.leaveCancel'), dangerous: true,
  });
  isAsking = false;
  if (leaves) {
    page.forget();
    location.hash = hashOf(newURL);
  }
  return true;
}
