// Voronka's answer to Segment's HTML snippet: what was called so far, and analytics.* from now on.
(function (w, d, n) {
  var script = d.currentScript, set = script.dataset, name = set.globalSegmentAnalyticsKey || 'analytics',
    stub = w[name] || [], before = w.voronka, store = {}, listeners = {}, middlewares = [], tracker;

  if (stub.initialized) return;
  try { store = w.localStorage || store; } catch (forbidden) {}

  // The key is in the path; the stub says itself when a page was seen.
  set.key = /\/analytics\.js\/v1\/([^/]+)\//.exec(script.src)[1];
  set.to = '../../../v1/b';
  set.auto = 'off';

  // Who was known to Segment's own library stays who it was.
  function kept(id) {
    var cookie = new RegExp('(?:^|; )' + id + '=([^;]*)').exec(d.cookie);
    return (store[id] || cookie && decodeURIComponent(cookie[1]) || '').replace(/^"|"$/g, '');
  }
  if (n.doNotTrack != '1' && !n.globalPrivacyControl && !store.voronka_id) {
    ['anonymous_id', 'user_id'].forEach(function (id) {
      var value = kept('ajs_' + id);
      if (value) try { store[id == 'user_id' ? 'voronka_user' : 'voronka_id'] = value; } catch (full) {}
    });
  }

  w.voronka = [];
  /* t.js */
  tracker = w.voronka;
  w.voronka = before;

  function isObject(x) { return !!x && typeof x == 'object' && !Array.isArray(x); }

  // Takes the page that the stub saw, and the function to be called afterwards, off the end.
  function readArguments(list) {
    var args = [].slice.call(list), last = args[args.length - 1], read = {};
    if (isObject(last) && last.__t == 'bpc') {
      read.page = {url: last.u, path: last.p, search: last.s, title: last.t, referrer: last.r};
      args.pop();
    }
    while (args.length && args[args.length - 1] == null) args.pop();
    if (typeof args[args.length - 1] == 'function') read.done = args.pop();
    read.args = args;
    return read;
  }

  function put(fields, field, value) { if (value != null) fields[field] = value; }

  // Options are fields of the call by these names, and of its context by any other.
  function addOptions(fields, options, page) {
    var context = {};
    Object.keys(options || {}).forEach(function (option) {
      if (/^(anonymousId|userId|timestamp|messageId)$/.test(option)) put(fields, option, options[option]);
      else if (option != 'integrations' && option != 'context') context[option] = options[option];
    });
    if (page) context.page = page;
    fields.context = Object.assign(context, options && options.context);
  }

  function pass(payload, at, end) {
    if (!payload) return;
    if (at == middlewares.length) return end(payload.obj);
    middlewares[at]({payload: payload, integrations: {}, next: function (next) { pass(next, at + 1, end); }});
  }

  function say(type, fields, options, read) {
    addOptions(fields, options, read.page);
    return new Promise(function (resolve) {
      pass({obj: Object.assign({type: type}, fields), type: function () { return type; }}, 0, function (call) {
        tracker.say(type, call);
        emit(type, [fields.event || fields.name || fields.userId, fields.properties || fields.traits, options]);
        if (read.done) read.done(call);
        resolve({event: call});
      });
    });
  }

  function emit(event, args) {
    (listeners[event] || []).slice().forEach(function (listener) { listener.apply(analytics, args); });
  }

  function user(field) { return store['voronka_' + field] || null; }

  function traits() {
    try { return JSON.parse(store.voronka_traits || '{}'); } catch (spoilt) { return {}; }
  }

  function seen(type) {
    return function () {
      var read = readArguments(arguments), args = read.args, fields = {}, texts = [];
      while (typeof args[0] == 'string') texts.push(args.shift());
      if (texts.length > 1) fields.category = texts.shift();
      put(fields, 'name', texts[0]);
      fields.properties = Object.assign({}, args[0]);
      return say(type, fields, args[1], read);
    };
  }

  function onEach(event) {
    return function (elements, name, properties) {
      [].concat(elements && elements.length != null && !elements.tagName ? [].slice.call(elements) : elements)
        .forEach(function (element) {
          if (element) element.addEventListener(event, function () {
            analytics.track(
              typeof name == 'function' ? name(element) : name,
              typeof properties == 'function' ? properties(element) : properties);
          }, true);
        });
      return analytics;
    };
  }

  function nothing() { return analytics; }

  var analytics = {
    initialize: nothing, initialized: true, invoked: true, VERSION: 'voronka',
    track: function () {
      var read = readArguments(arguments), args = read.args;
      return say('track', {event: args[0], properties: Object.assign({}, args[1])}, args[2], read);
    },
    page: seen('page'),
    screen: seen('screen'),
    identify: function () {
      var read = readArguments(arguments), args = read.args, known = user('user'), fields = {};
      if (isObject(args[0])) args.unshift(null);
      put(fields, 'userId', args[0] == null ? known : '' + args[0]);
      fields.traits = Object.assign(known && known != fields.userId ? {} : traits(), args[1]);
      if (tracker.id()) try {
        if (fields.userId) store.voronka_user = fields.userId;
        store.voronka_traits = JSON.stringify(fields.traits);
      } catch (full) {}
      return say('identify', fields, args[2], read);
    },
    group: function () {
      var read = readArguments(arguments), args = read.args;
      return say('group', {groupId: args[0], traits: Object.assign({}, args[1])}, args[2], read);
    },
    alias: function () {
      var read = readArguments(arguments), args = read.args;
      var from = typeof args[1] == 'string' ? args[1] : user('user') || tracker.id();
      return say('alias', {userId: args[0], previousId: from}, args[2], read);
    },
    reset: function () {
      tracker.reset();
      delete store.voronka_traits;
      return analytics;
    },
    user: function () {
      return {
        id: function () { return user('user'); },
        anonymousId: function (id) { return tracker.id(id); },
        traits: traits
      };
    },
    setAnonymousId: function (id) { return tracker.id(id); },
    ready: function (then) {
      if (then) setTimeout(then);
      return Promise.resolve(analytics);
    },
    on: function (event, listener) {
      (listeners[event] = listeners[event] || []).push(listener);
      return analytics;
    },
    once: function (event, listener) {
      return analytics.on(event, function once() {
        analytics.off(event, once);
        listener.apply(analytics, arguments);
      });
    },
    off: function (event, listener) {
      listeners[event] = (listeners[event] || []).filter(function (other) { return other != listener; });
      return analytics;
    },
    emit: function (event) {
      emit(event, [].slice.call(arguments, 1));
      return analytics;
    },
    pageview: function (url) { return analytics.page({path: url}); },
    trackClick: onEach('click'), trackLink: onEach('click'),
    trackSubmit: onEach('submit'), trackForm: onEach('submit'),
    addSourceMiddleware: function (middleware) {
      middlewares.push(middleware);
      return Promise.resolve(analytics);
    },
    // There are no other destinations, and nothing to register.
    addDestinationMiddleware: nothing, addIntegrationMiddleware: nothing, register: nothing,
    debug: nothing, timeout: nothing, load: nothing
  };

  w[name] = analytics;
  // Listeners and middlewares first: they are for what is called before them, too.
  stub.map(function (call) { return [].slice.call(call); }).sort(function (one, other) {
    return /^(on|once|add)/.test(other[0]) - /^(on|once|add)/.test(one[0]);
  }).forEach(function (call) {
    if (analytics[call[0]]) analytics[call[0]].apply(analytics, call.slice(1));
  });
})(window, document, navigator);
