/**
 * The process in which `npm start` runs Vite's development server. Of its own because Vite ends the
 * process that it runs in when a signal comes, and because its variables must not reach anything
 * else. It ends with the launcher, however that went.
 */
import path from 'node:path';
import { createServer } from 'vite';
import { HOST } from './emulators/firebase-config.ts';
import { ROOT } from './emulators/root.ts';
import type { WebServerReport } from './web-dev.ts';

const web = path.join(ROOT, 'web');

const report = (message: WebServerReport) => process.send?.(message);
// Ctrl-C reaches every process of the terminal; the launcher decides when this one ends.
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit());

try {
  const server = await createServer({
    root: web,
    configFile: path.join(web, 'vite.config.ts'),
    logLevel: 'warn',
    clearScreen: false,
    server: { host: HOST, port: Number(process.argv[2]), strictPort: true },
  });
  await server.listen();
  report({ type: 'listening' });
} catch (error) {
  report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}
