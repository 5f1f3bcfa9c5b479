import './theme/mantine-styles.ts';
import './theme/fonts.css';
import './theme/global.css';
import { MantineProvider } from '@mantine/core';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startFirebase } from './firebase.ts';
import { adoptTheme } from './theme/adopt-theme.ts';
import { theme } from './theme/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');

adoptTheme();
// On their way while Firebase starts, before there is any text in them.
for (const font of ['1rem "Source Sans 3"', '1rem "Source Serif 4"']) {
  document.fonts.load(font).catch(() => undefined);
}
const isSideBySide = import.meta.env.DEV && location.pathname === '/side-by-side';
const SideBySide = import.meta.env.DEV ? lazy(() => import('./dev/side-by-side.tsx')) : null;
const firebase = isSideBySide ? null : startFirebase();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      // Nothing adds a <style> element: the page's policy would refuse it. See `adopt-theme.ts`.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {firebase ? <App firebase={firebase} /> : <Suspense>{SideBySide && <SideBySide />}</Suspense>}
    </MantineProvider>
  </StrictMode>,
);
