// Sends a funnel of four steps for three visitors with a published SDK, in two halves:
//   node sender.mjs SDK URL KEY
// Each line of the input is one command: first, second, end. Each is answered by a line once it is
// handed to the SDK; "end" once the SDK has sent all of it.
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';
import {promisify} from 'node:util';

const [sdk, url, key] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const visitors = {ann: 4, bob: 3, eve: 2}; // how many steps each takes

const senders = {
  'segment-node'() {
    const {Analytics} = require('@segment/analytics-node');
    const analytics = new Analytics({writeKey: key, host: url, flushAt: 3, flushInterval: 200});
    analytics.on('error', (failure) => console.error(failure));
    return {
      view: (who, event) => analytics.track({anonymousId: `${who}-device`, event}),
      identify: (who) => analytics.identify({userId: who, anonymousId: `${who}-device`, traits: {plan: 'pro'}}),
      act: (who, event) => analytics.track({userId: who, event}),
      end: () => analytics.closeAndFlush({timeout: 240_000}),
    };
  },
  'posthog-node'() {
    const {PostHog} = require('posthog-node');
    const posthog = new PostHog(key, {host: url, flushAt: 3, flushInterval: 200, fetchRetryCount: 30});
    posthog.on('error', (failure) => console.error(failure));
    return {
      view: (who, event) => posthog.capture({distinctId: `${who}-device`, event}),
      identify: (who) =>
        posthog.identify({distinctId: who, properties: {$anon_distinct_id: `${who}-device`, $set: {plan: 'pro'}}}),
      act: (who, event) => posthog.capture({distinctId: who, event}),
      end: () => posthog.shutdown(240_000),
    };
  },
  'amplitude-node'() {
    const amplitude = require('@amplitude/node');
    const {Identify} = require('@amplitude/identify');
    const client = amplitude.init(key, {serverUrl: `${url}/2/httpapi`});
    const device = (who) => `${who}-device`;
    return {
      view: (who, event) => client.logEvent({event_type: event, device_id: device(who)}),
      identify: (who) => client.identify(`${who}-user`, device(who), new Identify().set('plan', 'pro')),
      act: (who, event) => client.logEvent({event_type: event, user_id: `${who}-user`, device_id: device(who)}),
      end: () => client.flush(),
    };
  },
  'mixpanel-node'() {
    const mixpanel = require('mixpanel').init(key, {host: url.replace('http://', ''), protocol: 'http'});
    // It says no time: what counts is when each arrives.
    let sent = Promise.resolve();
    const track = (event, properties) => {
      sent = sent.then(() => promisify(mixpanel.track.bind(mixpanel))(event, properties));
    };
    const device = (who) => `${who}-device`;
    return {
      view: (who, event) => track(event, {distinct_id: device(who), $device_id: device(who), $insert_id: `${who}${event}`}),
      identify: (who) => track('$identify', {$identified_id: who, $anon_id: device(who), $insert_id: `${who}!`}),
      act: (who, event) =>
        track(event, {distinct_id: who, $device_id: device(who), $user_id: who, $insert_id: `${who}${event}`}),
      end: () => sent,
    };
  },
};

const sender = senders[sdk]();

const commands = {
  first() {
    for (const who of Object.keys(visitors)) {
      sender.view(who, 'Step 1');
      sender.view(who, 'Step 2');
    }
  },
  second() {
    for (const [who, steps] of Object.entries(visitors)) {
      sender.identify(who);
      for (let step = 3; step <= steps; step++) sender.act(who, `Step ${step}`);
    }
  },
  end: () => sender.end(),
};

for await (const line of createInterface({input: process.stdin})) {
  await commands[line]();
  console.log(line);
  if (line === 'end') process.exit(0);
}
