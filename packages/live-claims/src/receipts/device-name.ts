import { MAX_DEVICE_LENGTH } from '../core/receipts.ts';

/** Browsers by what only they say of themselves: most also say “Chrome” or “Safari”. */
const BROWSERS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdgi?A?(?:OS)?\//],
  ['Opera', /\bOPR\/|\bOPiOS\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
];

const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
];

/**
 * What a browser is called, by what it says of itself: never a version, and nothing that would tell two of a kind apart. An
 * iPad says that it is a Mac.
 *
 * @returns such as “Firefox on Windows”; empty where nothing is known.
 */
export function deviceName(userAgent: string): string {
  const first = (table: typeof BROWSERS) => table.find(([, sign]) => sign.test(userAgent))?.[0];
  return [first(BROWSERS), first(SYSTEMS)].filter((name) => name !== undefined).join(' on ');
}

/** A text as a receipt may have it: of at most 64 characters, none of which is invisible. */
export function plainDevice(text: string): string {
  const plain = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ').trim();
  return [...plain].slice(0, MAX_DEVICE_LENGTH).join('');
}
