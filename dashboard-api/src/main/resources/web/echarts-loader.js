const SOURCE = '/lib/echarts/echarts.simple.min.js';

let loading = null;

/** The charting library, fetched when a page first draws with it: the overview does without. */
export function loadECharts() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SOURCE;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => {
      loading = null;
      reject(new Error(SOURCE));
    };
    document.head.append(script);
  });
  return loading;
}
