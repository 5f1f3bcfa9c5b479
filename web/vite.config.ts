import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type ProxyOptions } from 'vite';

/**
 * What Hosting does with `/api` (the rewrites of `firebase.json`), for the development server: straight
 * to the Functions emulator. Nothing where there is none.
 */
function functionsAsOnHosting(): Record<string, ProxyOptions> {
  const { VITE_FUNCTIONS_EMULATOR: host, VITE_PROJECT_ID: project } = process.env;
  if (!host || !project) return {};
  const { hosting } = JSON.parse(
    readFileSync(new URL('../firebase.json', import.meta.url), 'utf8'),
  ) as { hosting: { rewrites: { source: string; function?: Rewrite }[] } };
  return Object.fromEntries(
    hosting.rewrites.flatMap(({ source, function: to }) => {
      if (to === undefined) return [];
      const rewrite = (path: string) => `/${project}/${to.region}/${to.functionId}${path}`;
      return [[source.replace(/\*\*$/, ''), { target: `http://${host}`, rewrite }]];
    }),
  );
}

interface Rewrite {
  readonly functionId: string;
  readonly region: string;
}

export default defineConfig({
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: functionsAsOnHosting(),
  },
  // Its icons are imported file by file, see `src/app/icons.ts`.
  optimizeDeps: { exclude: ['@tabler/icons-react'] },
  build: {
    target: 'es2022',
    rolldownOptions: {
      output: {
        // Kept apart from the app's own code, so that a release of that leaves them in caches.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'auth', test: /node_modules\/@firebase\/(app|auth|component|logger|util)\// },
            {
              name: 'firestore',
              test: /node_modules\/@firebase\/(firestore|webchannel-wrapper)\//,
            },
          ],
        },
      },
    },
  },
});
