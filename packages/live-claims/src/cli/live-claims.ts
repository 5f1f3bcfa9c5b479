import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type { LiveClaimsConfig } from '../core/index.ts';
import { AdminError, EXIT_CODES, type ExitCode, failureJson, failureText } from './admin-error.ts';
import { findAdminSdk } from './find-admin-sdk.ts';
import { runInit } from './init/run-init.ts';
import { configFile } from './load-config.ts';
import { onStopSignals, SIGNAL_EXIT_CODES } from './operator.ts';
import { parseRequest } from './parse-request.ts';
import { isAppRequest } from './request.ts';
import type { Answer } from './session.ts';
import { painter, type Terminal, thisTerminal, writeJson, writeLines } from './terminal.ts';

/**
 * `live-claims <command>`: the operator's command line. With `--json` it prints one JSON object to stdout, also for
 * a failure. Never throws.
 *
 * @param config the app's configuration, or how to load it.
 * @returns the exit code; the table is in `--help`.
 */
export async function main(
  args: readonly string[],
  config: LiveClaimsConfig | (() => Promise<LiveClaimsConfig>),
  terminal: Terminal = thisTerminal(),
): Promise<number> {
  const asked = new AbortController();
  const stopListening = onStopSignals({
    stop: () => asked.abort(),
    force: (signal) => process.exit(SIGNAL_EXIT_CODES[signal]),
  });
  try {
    const initialised = await runInit(args, terminal, version());
    if (initialised !== null) return initialised;
    const loaded = typeof config === 'function' ? await config() : config;
    return await answer(args, loaded, terminal, asked.signal);
  } catch (error) {
    if (!(error instanceof AdminError)) return defect(error, terminal);
    if (args.includes('--json')) writeJson(terminal.out, failureJson(error));
    writeLines(terminal.err, failureText(error, painter(terminal.err)));
    return error.exitCode;
  } finally {
    stopListening();
  }
}

async function answer(
  args: readonly string[],
  config: LiveClaimsConfig,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const surroundings = { out: terminal.out, version: version(), config, now: Date.now() };
  const request = parseRequest(args, surroundings);
  if (request === null) return EXIT_CODES.done;
  if (request.command === 'check') {
    const { check } = await import('./check/check.ts');
    const done = await check(request, config, terminal, signal, configFile(args));
    return report(done, request.json, terminal);
  }
  if (isAppRequest(request)) {
    const { writeAppRules } = await import('./rules.ts');
    return report(await writeAppRules(request, config, terminal, signal), request.json, terminal);
  }
  findAdminSdk(configFile(args));
  // Loading the Admin SDK takes a second, which help and usage errors need not wait for.
  const { carryOut } = await import('./carry-out.ts');
  return report(await carryOut(request, config, terminal, signal), request.json, terminal);
}

function report(done: Answer, json: boolean, { out }: Terminal): ExitCode {
  if (json) writeJson(out, done.json);
  else writeLines(out, done.text(painter(out)));
  return done.exitCode;
}

/** Nothing that an operator could have done better: here the stack is what is needed. */
function defect(error: unknown, { err }: Terminal): ExitCode {
  const report = 'This is a defect of the command line; please report it.';
  writeLines(err, ['', report, '', ...inspect(error).split('\n')]);
  return EXIT_CODES.defect;
}

function version(): string {
  return createRequire(import.meta.url)('live-claims/package.json').version;
}
