import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  // Its icons are imported file by file, see `src/app/icons.ts`.
  optimizeDeps: { exclude: ['@tabler/icons-react'] },
  build: { target: 'es2022', sourcemap: true },
});
