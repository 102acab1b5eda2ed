/**
 * Whose webhooks are taken, in the order in which they are offered. `fields`: what can be said of a
 * source beside its secret; `chosen`: whether the secret is ours to choose, or shown by the sender;
 * `inAddress`: whether it is sent as `?token=`; `inQuery`: whether messages can stand in the address.
 */
export const KINDS = {
  hubspot: { name: 'HubSpot', fields: ['visitor', 'user', 'won', 'lost'] },
  pipedrive: { name: 'Pipedrive', fields: ['visitor', 'user', 'won', 'lost'], chosen: true },
  bitrix24: { name: 'Bitrix24', fields: ['account', 'won', 'lost'], chosen: true, inAddress: true, inQuery: true },
  amocrm: { name: 'amoCRM', fields: ['account', 'visitor', 'user', 'won', 'lost'], chosen: true, inAddress: true },
  kommo: { name: 'Kommo', fields: ['account', 'visitor', 'user', 'won', 'lost'], chosen: true, inAddress: true },
  stripe: { name: 'Stripe', fields: ['visitor', 'user'] },
  typeform: { name: 'Typeform', fields: ['visitor', 'user'], chosen: true },
  sendgrid: { name: 'SendGrid', fields: ['visitor', 'user'] },
  mandrill: { name: 'Mandrill', fields: ['visitor', 'user'] },
  mailchimp: { name: 'Mailchimp', fields: ['visitor', 'user'], chosen: true, inAddress: true },
  json: { name: 'JSON', fields: ['mapping'], chosen: true, inAddress: true },
};

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 24;
const BYTES_IN_USE = 256 - (256 % CHARACTERS.length); // beyond, some characters would be likelier

/** Makes a secret of letters and digits: 142 bits. */
export function madeUpSecret() {
  let secret = '';
  while (secret.length < LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < BYTES_IN_USE) secret += CHARACTERS[byte % CHARACTERS.length];
  }
  return secret;
}

/** The address to enter at the sender; `secret`: where it is known, else a word in its place. */
export function addressOf(base, { kind, path }, secret = 'SECRET') {
  return base + path + (KINDS[kind].inAddress ? `?token=${encodeURIComponent(secret)}` : '');
}
