import { type ParseArgsConfig, parseArgs } from 'node:util';
import { StackError } from './emulators/stack-error.ts';

/**
 * `parseArgs` of `node:util`, for people: an option that does not exist or lacks its value is one
 * clear sentence that leads to `--help`.
 *
 * @param help the command whose `--help` lists the options, as one types it.
 * @throws {StackError} `unknown-option`.
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  help: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!isParseError(error)) throw error;
    // Node goes on to explain how one would pass such a word as an argument.
    const [sentence = error.message] = error.message.split('. ');
    throw new StackError('unknown-option', `${sentence.replace(/\.$/, '')}.`, {
      next: `See \`${help}\`.`,
    });
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code));
}
