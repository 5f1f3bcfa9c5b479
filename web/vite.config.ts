import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
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
