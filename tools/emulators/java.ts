import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StackError } from './stack-error.ts';

/** `MIN_SUPPORTED_JAVA_MAJOR_VERSION` in firebase-tools 15, `lib/emulator/commandUtils.js`. */
export const MIN_JAVA_MAJOR = 21;

export interface Java {
  /** The folder of the `java` program, to be put on `PATH`. */
  readonly bin: string;
  readonly major: number;
}

export interface JavaSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Names in a folder, nothing when it is not there. */
  readonly list: (folder: string) => readonly string[];
  /** The major version of the `java` in a `bin` folder, null when there is none that runs. */
  readonly majorOf: (bin: string) => Promise<number | null>;
}

/**
 * The first Java that the emulator runs on: on `PATH`, in `JAVA_HOME`, then the newest where the packages
 * of Linux, macOS and Homebrew put JDKs, which leave an older one first on `PATH`, or none.
 *
 * @throws {StackError} `no-java` when none is of version 21 or newer; it names what was found.
 */
export async function findJava(search: JavaSearch = thisMachine()): Promise<Java> {
  const found: Java[] = [];
  for (const bin of javaBins(search)) {
    const major = await search.majorOf(bin);
    if (major === null) continue;
    if (major >= MIN_JAVA_MAJOR) return { bin, major };
    found.push({ bin, major });
  }
  const seen = found.map(({ bin, major }) => `Java ${major} in ${bin}`);
  throw new StackError(
    'no-java',
    `The Firestore emulator needs Java ${MIN_JAVA_MAJOR} or newer, and this machine has ${found.length === 0 ? 'none' : 'only older ones'}.`,
    {
      details: seen,
      next: `Install a JDK ${MIN_JAVA_MAJOR}+ (${installHint(search.platform)}), or point JAVA_HOME to one, then try again.`,
    },
  );
}

/** `bin` folders that may hold a `java`, in the order in which they are tried, without repeats. */
export function javaBins(search: Omit<JavaSearch, 'majorOf'>): readonly string[] {
  const { env, platform } = search;
  const { delimiter, join } = platform === 'win32' ? path.win32 : path.posix;
  const onPath = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  const homes = env.JAVA_HOME ? [env.JAVA_HOME] : [];
  const installed = jdkFolders(platform).flatMap((pattern) => {
    const names = search.list(pattern.folder).filter((name) => pattern.accepts.test(name));
    return names
      .toSorted((a, b) => leadingVersion(b) - leadingVersion(a))
      .map((name) => join(pattern.folder, name, pattern.home));
  });
  return [...new Set([...onPath, ...[...homes, ...installed].map((home) => join(home, 'bin'))])];
}

interface JdkFolder {
  readonly folder: string;
  readonly accepts: RegExp;
  /** Where the JDK's home is below the entry. */
  readonly home: string;
}

function jdkFolders(platform: NodeJS.Platform): readonly JdkFolder[] {
  const any = /./;
  if (platform === 'linux') return [{ folder: '/usr/lib/jvm', accepts: any, home: '' }];
  if (platform !== 'darwin') return [];
  return [
    { folder: '/Library/Java/JavaVirtualMachines', accepts: any, home: 'Contents/Home' },
    { folder: '/opt/homebrew/opt', accepts: /^openjdk/, home: '' },
    { folder: '/usr/local/opt', accepts: /^openjdk/, home: '' },
  ];
}

/** The major version in a JDK folder's name, for the order only: `java-21-openjdk` → 21. */
function leadingVersion(name: string): number {
  const [first = 0, second = 0] = (name.match(/\d+/g) ?? []).map(Number);
  return first === 1 ? second : first;
}

/**
 * The major version in what `java -version` prints or in a JDK's `release` file; null when there
 * is none. Java 8 and older call themselves 1.8 and so on.
 */
export function parseJavaMajor(text: string): number | null {
  const match = /(?:version|JAVA_VERSION=) ?"(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) return null;
  const [, first, second] = match;
  return first === '1' ? Number(second) : Number(first);
}

function installHint(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '`brew install openjdk`';
  if (platform === 'win32') return '`winget install EclipseAdoptium.Temurin.21.JDK`';
  return 'for example `sudo apt install openjdk-21-jdk-headless`, or from adoptium.net';
}

/** The search on the machine that this runs on. */
export function thisMachine(env: NodeJS.ProcessEnv = process.env): JavaSearch {
  return {
    env,
    platform: process.platform,
    list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
    majorOf,
  };
}

async function majorOf(bin: string): Promise<number | null> {
  const java = path.join(bin, process.platform === 'win32' ? 'java.exe' : 'java');
  if (!existsSync(java)) return null;
  return majorInReleaseFile(java) ?? (await majorThatRuns(java));
}

/** The `release` file of the JDK that this program belongs to saves starting a JVM to ask it. */
function majorInReleaseFile(java: string): number | null {
  const release = path.join(path.dirname(realpathSync(java)), '..', 'release');
  return existsSync(release) ? parseJavaMajor(readFileSync(release, 'utf8')) : null;
}

async function majorThatRuns(java: string): Promise<number | null> {
  try {
    // On macOS, /usr/bin/java asks a person to install a JDK when there is none: hence the limit.
    const { stdout, stderr } = await promisify(execFile)(java, ['-version'], { timeout: 5000 });
    return parseJavaMajor(`${stdout}\n${stderr}`);
  } catch {
    return null;
  }
}
