import { request, searchOf } from './api.js';
import { h, setText } from './dom.js';
import { pictureOfFunnel } from './funnel-picture.js';
import { t } from './i18n.js';
import { saveFile } from './loader.js';
import { moment } from './moments.js';
import { reasonOf } from './states.js';

/**
 * What can be taken away: the address, a picture, the tables as text.
 *
 * @param current gives `{report, asked, breakdown, words}`: what is shown, what was asked for it, and the
 *     words for the range and filters
 */
export function createReportExport({ id, definition, name, zone, current }) {
  const problem = h('span', { class: 'field-error', role: 'alert' });
  const share = h('button', { type: 'button', text: t('report.share'), onClick: shareLink });
  const items = [
    ['png', savePng],
    ['csv.stages', () => saveCsv('stages')],
    ['csv.series', () => saveCsv('series')],
    ...((definition.breakdowns ?? []).length > 0 ? [['csv.breakdown', () => saveCsv('breakdown')]] : []),
  ];
  const menu = h('details', { class: 'menu' }, h('summary', { class: 'button', text: t('report.export') }),
    h('div', { class: 'menu-items' }, items.map(([key, act]) => h('button', { type: 'button', class: 'quiet', text: t(`report.${key}`), onClick: () => run(act) }))));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.firstChild.focus();
  });
  menu.addEventListener('focusout', (event) => {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });

  /** The address holds everything that was chosen. */
  async function shareLink() {
    await navigator.clipboard.writeText(location.href);
    setText(share, t('state.copied'));
    setTimeout(() => setText(share, t('report.share')), 2_000);
  }

  async function run(act) {
    menu.open = false;
    setText(problem, '');
    try {
      await act();
    } catch (failure) {
      setText(problem, t('state.failed', { reason: reasonOf(failure) }));
    }
  }

  function savePng() {
    const { report, words } = current();
    if (!report) return;
    pictureOfFunnel({ report, definition, name, lines: [words, t('report.asOfWords', { time: moment(report.asOf, zone) })] })
      .toBlob((blob) => saveFile(blob, `${id}.png`));
  }

  async function saveCsv(table) {
    const { asked, breakdown, granularity } = current();
    const query = { ...asked, granularity, breakdown: table === 'breakdown' ? breakdown : undefined, table };
    const response = await request(`/funnels/${encodeURIComponent(id)}/report${searchOf(query)}`, { headers: { Accept: 'text/csv' } });
    saveFile(await response.blob(), `${id}-${table}.csv`);
  }

  return h('div', { class: 'report-export' }, share, menu, problem);
}
