/**
 * The one entry of every npm script: `node tools/run.mjs <command> [arguments]` runs `main()` of
 * `tools/<command>.ts`. Plain JavaScript without recent syntax, so that an old Node gets a
 * sentence to act on instead of a syntax error.
 */
import process from 'node:process';

/** Node 24 is what the functions run on in production, and it runs TypeScript as it stands. */
const REQUIRED_NODE_MAJOR = 24;

const [command = '', ...args] = process.argv.slice(2);

if (Number.parseInt(process.versions.node, 10) < REQUIRED_NODE_MAJOR) {
  console.error(
    [
      '',
      `✗ [unsupported-node] live-claims needs Node ${REQUIRED_NODE_MAJOR} or newer; this is Node ${process.versions.node}.`,
      '',
      '  → Run it through npm: `npm install`, then `npm start` (or `npm test`). The dependency',
      `    "node" brings Node ${REQUIRED_NODE_MAJOR} to every npm script, whatever the machine has.`,
      '',
    ].join('\n'),
  );
  process.exitCode = 1;
} else {
  const { runCommand } = await import('./run-command.ts');
  process.exitCode = await runCommand(command, args);
}
