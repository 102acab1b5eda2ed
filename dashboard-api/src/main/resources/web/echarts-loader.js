/** The charting library, fetched when a page first draws with it: the overview does without. */

const loading = new Map();

function load(source) {
  if (!loading.has(source)) {
    loading.set(source, new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = source;
      script.onload = () => resolve(window.echarts);
      script.onerror = () => {
        loading.delete(source);
        reject(new Error(source));
      };
      document.head.append(script);
    }));
  }
  return loading.get(source);
}

/** Lines and bars. */
export const loadECharts = () => load('/lib/echarts/echarts.simple.min.js');

/** Everything: twice as large, for what the small one can't draw. */
export const loadAllECharts = () => load('/lib/echarts/echarts.min.js');
