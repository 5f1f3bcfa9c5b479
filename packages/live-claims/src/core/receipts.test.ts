import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMES } from './names.ts';
import {
  DEFAULT_CLIENTS,
  deliveryOf,
  describeDelivery,
  parseReceipt,
  type Receipt,
  showSpan,
} from './receipts.ts';
import { timestampAt } from './timestamp.ts';

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const at = (millis: number) =>
  timestampAt(Math.floor(millis / 1000), (millis - Math.floor(millis / 1000) * 1000) * 1e6);

const receipt = (over: Partial<Receipt> = {}): Receipt => ({
  place: '0',
  device: 'Firefox on Linux',
  version: 7,
  claimsUpdatedAt: NOW - 1_000,
  takenAt: NOW - 800,
  lastSeenAt: NOW - 800,
  signedOut: false,
  ...over,
});

it('the default name is the one of all names', () => {
  expect(DEFAULT_CLIENTS).toBe(DEFAULT_NAMES.collections.clients);
});

describe('a receipt', () => {
  const stored = {
    device: 'Chrome on Android',
    version: 7,
    claimsUpdatedAt: at(NOW),
    takenAt: at(NOW + 212),
    lastSeenAt: at(NOW + 300),
    signedOut: false,
  };

  it('is read from a document', () => {
    expect(parseReceipt('3', stored)).toEqual({
      place: '3',
      device: 'Chrome on Android',
      version: 7,
      claimsUpdatedAt: NOW,
      takenAt: NOW + 212,
      lastSeenAt: NOW + 300,
      signedOut: false,
    });
  });

  it('has no time of the change where the session was opened later', () => {
    expect(parseReceipt('3', { ...stored, claimsUpdatedAt: null })?.claimsUpdatedAt).toBeNull();
  });

  it.each([
    ['nothing', undefined],
    ['no version', { ...stored, version: undefined }],
    ['a version that is a text', { ...stored, version: '7' }],
    ['a time that is a number', { ...stored, takenAt: NOW }],
    ['no last seen', { ...stored, lastSeenAt: null }],
  ])('is none with %s', (_, data) => {
    expect(parseReceipt('3', data)).toBeNull();
  });
});

describe('a delivery', () => {
  it('counts those that have it, and says the slowest of those that were open when it came', () => {
    const receipts = [
      receipt(),
      receipt({ takenAt: NOW - 500 }),
      receipt({ claimsUpdatedAt: null, takenAt: NOW }),
    ];
    expect(said(receipts)).toBe('3 of 3 sessions have it, slowest 500 ms');
  });

  it('never counts a session as having it by an older or a newer version', () => {
    const receipts = [receipt({ version: 6 }), receipt({ version: 8 }), receipt()];
    expect(said(receipts)).toBe(
      `1 of 3 sessions have it, slowest 200 ms; 2 not yet, last seen ${NOW - 800}`,
    );
  });

  it('leaves out of the count what was last seen a day ago, and says since when', () => {
    const receipts = [
      receipt(),
      receipt({ version: 6, lastSeenAt: NOW - 3 * DAY }),
      receipt({ version: 6, lastSeenAt: NOW - DAY }),
    ];
    expect(said(receipts)).toBe(
      `1 of 1 sessions have it, slowest 200 ms; 2 not seen since ${NOW - DAY}`,
    );
  });

  it('counts a session that signed out because of it, and none that signed out otherwise', () => {
    const gone = receipt({ signedOut: true });
    const later = receipt({ signedOut: true, lastSeenAt: NOW });
    const before = receipt({ signedOut: true, version: 6 });
    expect(said([gone, later, before])).toBe('1 of 1 sessions have it, slowest 200 ms');
    expect(said([later, before])).toBe('No recorded session is signed in: 2 signed out');
  });

  it('claims nothing where nothing is recorded', () => {
    expect(said([])).toBe('No session is recorded');
  });

  it('says no time below zero where the marker was written again', () => {
    expect(deliveryOf([receipt({ claimsUpdatedAt: NOW })], 7, NOW).slowestMs).toBe(0);
  });

  const said = (receipts: readonly Receipt[]) =>
    describeDelivery(deliveryOf(receipts, 7, NOW), (time) => String(time));
});

it.each([
  [0, '0 ms'],
  [212.7, '212 ms'],
  [999, '999 ms'],
  [3_420, '3.4 s'],
  [42_900, '42 s'],
  [90_000, '1.5 min'],
  [3 * 3_600_000, '3 h'],
  [12.5 * DAY, '12 days'],
])('a span of %d ms is %s', (span, text) => {
  expect(showSpan(span)).toBe(text);
});
