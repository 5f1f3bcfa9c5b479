import type { Browser } from 'playwright-core';
import { launchChromium } from '../../support/launch-chromium.ts';
import { serveGoogleApis } from './google-apis.ts';

export interface RealBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Starts Chromium on the stack. */
export async function openBrowser(): Promise<RealBrowser> {
  const apis = await serveGoogleApis();
  const browser = await launchChromium(apis.chromiumArgs);
  return {
    browser,
    async close() {
      await browser.close();
      await apis.close();
    },
  };
}
