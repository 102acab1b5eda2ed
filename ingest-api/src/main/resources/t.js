// Voronka's tracker: <script async src=".../t.js" data-key="KEY"></script>
(function (w, d, n) {
  var script = d.currentScript, set = script.dataset, url = new URL(set.to || 'v1/b', script.src).href,
    refuses = n.doNotTrack == '1' || n.globalPrivacyControl,
    store = {}, queue = [], mark = 'voronka_q' + set.key + '.', mine = mark + id(), wait = 0, most = 20, timer, busy, seen;

  // A storage that is forbidden or not wanted is one that ends with the page.
  try { if (set.storage != 'none') store = w.localStorage || store; } catch (e) {}

  function id() {
    return Array.from(crypto.getRandomValues(new Uint32Array(4)), function (x) {
      return x.toString(36);
    }).join('');
  }

  function put(name, value) {
    try { if (value) store[name] = value; else delete store[name]; } catch (full) {}
  }

  function off() { return refuses || store.voronka_off; }

  function visitor() {
    if (off()) return '';
    if (!store.voronka_id) put('voronka_id', id());
    return store.voronka_id;
  }

  function save() { put(mine, queue.length && JSON.stringify(queue)); }

  function later(millis) { timer = timer || setTimeout(send, millis); }

  // Seconds are what the server asks for, if it answers.
  function failed(seconds) {
    busy = 0;
    later(wait = Math.max(Math.min(wait * 2 || 1000, 60000), seconds * 1000 || 0));
  }

  function body(batch) {
    return JSON.stringify({writeKey: set.key, sentAt: new Date(), batch: batch});
  }

  // What is sent at once has less than the 64 KB that a beacon may have, or is one call.
  function part(from) {
    var to = from, size = 200;
    while (to < queue.length && to - from < most) {
      size += new Blob([JSON.stringify(queue[to])]).size + 1;
      if (to > from && size > 6e4) break;
      to++;
    }
    return queue.slice(from, to);
  }

  function send() {
    clearTimeout(timer);
    timer = 0;
    if (busy || !queue.length) return;
    busy = 1;
    var batch = part(0);
    fetch(url, {method: 'POST', body: body(batch)}).then(function (r) {
      if (r.status > 499 || r.status == 429) return failed(r.headers.get('Retry-After'));
      if (r.status == 413 && batch[1]) {
        busy = 0, most = batch.length >> 1;
        return later(0);
      }
      busy = wait = 0;
      queue = queue.filter(function (call) { return batch.indexOf(call) < 0; });
      save();
      if (queue.length) later(0);
    }, failed);
  }

  // Nobody hears whether this arrives, so the next page sends it again; repeats are told by their ids.
  function leave() {
    for (var i = 0, batch; (batch = part(i)).length; i += batch.length) n.sendBeacon(url, body(batch));
  }

  function say(type, fields) {
    if (off()) return;
    try { JSON.stringify(fields); } catch (circular) { fields = {event: fields.event}; }
    var l = location, campaign = {};
    new URLSearchParams(l.search).forEach(function (value, name) {
      if (/^utm_/.test(name)) campaign[name == 'utm_campaign' ? 'name' : name.slice(4)] = value;
    });
    var context = Object.assign({
      library: {name: 'voronka.js'}, locale: n.language, userAgent: n.userAgent, campaign: campaign,
      page: {url: l.href, path: l.pathname, search: l.search, title: d.title, referrer: d.referrer}
    }, fields.context);
    queue.push(Object.assign({
      type: type, messageId: id(), timestamp: new Date(),
      anonymousId: visitor(), userId: store.voronka_user
    }, fields, {context: context}));
    queue = queue.slice(-500);
    save();
    if (queue.length > 9 && !wait) send(); else later(wait || 1000);
  }

  var api = {
    track: function (event, properties) { say('track', {event: event, properties: properties}); },
    page: function (name, properties) { say('page', {name: name, properties: properties}); },
    identify: function (user, traits) {
      if (user && !off()) put('voronka_user', '' + user);
      say('identify', {traits: traits});
    },
    reset: function () { put('voronka_user'), put('voronka_id'); },
    optOut: function () { put('voronka_off', '1'), queue = [], save(); },
    optIn: function () { put('voronka_off'); },
    id: function (id) {
      if (id && !off()) put('voronka_id', '' + id);
      return visitor();
    },
    say: say,
    push: function (call) { api[call[0]].apply(0, call.slice(1)); }
  };

  function view() {
    var path = location.pathname + location.search;
    if (path != seen && set.auto != 'off') seen = path, api.page();
  }

  // What a page before this one, or another tab, has not seen arrive.
  Object.keys(store).forEach(function (name) {
    if (!name.indexOf(mark)) {
      try { if (!off()) queue = queue.concat(JSON.parse(store[name])); } catch (spoilt) {}
      put(name);
    }
  });

  d.addEventListener('submit', function (e) {
    var f = e.target, mail = f.querySelector('[data-voronka-email]');
    f.querySelectorAll('[data-voronka-id]').forEach(function (field) { field.value = visitor(); });
    if (mail && mail.value) api.identify(0, {email: mail.value});
    if (f.dataset.voronka) api.track(f.dataset.voronka, {form: f.getAttribute('id') || f.getAttribute('name')});
  }, true);

  var go = history.pushState, asked = w.voronka || [];
  history.pushState = function () {
    go.apply(history, arguments);
    view();
  };
  w.addEventListener('popstate', view);
  w.addEventListener('pagehide', leave);
  d.addEventListener('visibilitychange', function () { if (d.visibilityState == 'hidden') leave(); });

  w.voronka = api;
  view();
  asked.forEach(api.push);
  save();
  if (queue.length) later(0);
})(window, document, navigator);
