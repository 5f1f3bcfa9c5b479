import { StackError } from './emulators/stack-error.ts';
import { parseOptions } from './parse-options.ts';

export const START_HELP = `
Starts the whole of live-claims on this machine: the Firebase emulators, a demo project with four
people in it, and the web app. Nothing reaches a real Firebase project.

  npm start                          everything, with fresh demo data
  npm start -- --data .data          keeps the data in .data from one start to the next
  npm start -- --free-ports          other ports, for example beside another npm start
  npm start -- --verbose             also shows what the emulators print

Options
  --data <folder>     begin with the data in the folder, if there is any; save to it at the end
  --import <folder>   begin with the data in the folder
  --export <folder>   save the data to the folder at the end
  --free-ports        take any free ports instead of those in firebase.json
  --verbose           show what the emulators print
  -h, --help          show this

Edits of functions/ and web/ take effect while it runs. Ctrl-C ends everything.
`;

export interface StartOptions {
  readonly help: boolean;
  readonly verbose: boolean;
  readonly freePorts: boolean;
  /** Begin with what is in the folder. */
  readonly importFrom: string | undefined;
  /** Save to the folder at the end. */
  readonly exportTo: string | undefined;
}

/**
 * Reads what follows `npm start --`.
 *
 * @param holdsExport whether a folder has data to begin with.
 * @throws {StackError} `unknown-option`.
 */
export function parseStartOptions(
  args: readonly string[],
  holdsExport: (folder: string) => boolean,
): StartOptions {
  const { values } = parseOptions('npm start -- --help', {
    args: [...args],
    options: {
      data: { type: 'string' },
      import: { type: 'string' },
      export: { type: 'string' },
      'free-ports': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { data } = values;
  if (data !== undefined && (values.import !== undefined || values.export !== undefined)) {
    throw new StackError('unknown-option', '--data is --import and --export in one.', {
      next: 'Use either --data, or the two others.',
    });
  }
  return {
    help: values.help,
    verbose: values.verbose,
    freePorts: values['free-ports'],
    importFrom: data !== undefined && holdsExport(data) ? data : values.import,
    exportTo: data ?? values.export,
  };
}
