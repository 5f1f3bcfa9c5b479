import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const { CHROMIUM_PATH } = process.env;

/**
 * Where installers put Chromium and Chrome. `CHROMIUM_PATH` names another one; `packaged` is the one that
 * comes inside an npm package.
 */
const INSTALLED = [
  CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing of Chromium's own reaches for the network. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/**
 * Starts Chromium: an installed one, else the packaged one.
 *
 * @param args more of its arguments.
 */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const installed =
    CHROMIUM_PATH === 'packaged'
      ? undefined
      : INSTALLED.find((path) => path !== undefined && existsSync(path));
  const executablePath = installed ?? (await sparticuz.executablePath());
  // As root, as in most containers, Chromium refuses to start with its sandbox.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...root, ...QUIET, ...args] });
}
