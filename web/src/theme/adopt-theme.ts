import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import { cssVariables, theme } from './theme.ts';

/**
 * Puts the theme's CSS variables on the page, as `MantineProvider` would with a `<style>` element,
 * which the Content-Security-Policy of Hosting refuses. Call it once, before the first render.
 */
export function adoptTheme(): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const variables = deepMerge(defaultCssVariablesResolver(merged), cssVariables(merged));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(convertCssVariables(variables, ':root'));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
