/**
 * The one entry of every npm script: `node tools/run.mjs <module> [arguments]` runs `main()` of
 * `tools/<module>.ts` and ends with its exit code. Plain JavaScript without recent syntax, so that an old
 * Node gets a sentence to act on instead of a syntax error. A `StackError` is printed as a short message with
 * what to do next, exit code 1; any other error is a defect, and comes with its stack.
 */
import process from 'node:process';

/** Node 24 is what the functions run on in production, and it runs TypeScript as it stands. */
const REQUIRED_NODE_MAJOR = 24;

const [module = '', ...args] = process.argv.slice(2);

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
  const { formatStackError, StackError } = await import('./emulators/stack-error.ts');
  try {
    const { main } = await import(`./${module}.ts`);
    process.exitCode = await main(args);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.error(formatStackError(error));
    process.exitCode = 1;
  }
}
