import './theme/mantine-styles.ts';
import './theme/global.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startFirebase } from './firebase.ts';
import { adoptTheme } from './theme/adopt-theme.ts';
import { theme } from './theme/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');

adoptTheme();
const firebase = startFirebase();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      // Nothing adds a <style> element: the page's policy would refuse it. See `adopt-theme.ts`.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <App firebase={firebase} />
    </MantineProvider>
  </StrictMode>,
);
