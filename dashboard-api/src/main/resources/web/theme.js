/* Sets data-theme on the document to "light" or "dark", also when the reader's choice is "auto". */
(function () {
  'use strict';
  const KEY = 'voronka.theme';
  const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

  function choice() {
    return localStorage.getItem(KEY) || 'auto';
  }

  function apply() {
    const dark = choice() === 'dark' || (choice() === 'auto' && systemDark.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.dispatchEvent(new Event('themechange'));
  }

  systemDark.addEventListener('change', apply);
  window.voronkaTheme = {
    choice,
    choose(value) {
      localStorage.setItem(KEY, value);
      apply();
    },
  };
  apply();
})();
