import { describe, expect, it } from 'vitest';
import { findJava, type JavaSearch, javaBins, parseJavaMajor } from './java.ts';

const machine = (overrides: Partial<JavaSearch> = {}): JavaSearch => ({
  env: {},
  platform: 'linux',
  list: () => [],
  majorOf: async () => null,
  ...overrides,
});

/** A machine on which these `bin` folders hold a `java` of that major version. */
const withJava = (versions: Record<string, number>, overrides: Partial<JavaSearch> = {}) =>
  machine({ majorOf: async (bin) => versions[bin] ?? null, ...overrides });

describe('the Java version', () => {
  it.each([
    ['openjdk version "25.0.3" 2026-04-21 LTS', 25],
    ['java version "1.8.0_401"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="17.0.15"\n', 17],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "24-ea"', 24],
  ])('is read from %j', (text, major) => {
    expect(parseJavaMajor(text)).toBe(major);
  });

  it('is unknown where nothing says it', () => {
    expect(parseJavaMajor('The operation couldn’t be completed.')).toBeNull();
  });
});

describe('where Java is looked for', () => {
  it('is PATH, then JAVA_HOME, then the installed JDKs, newest first and each once', () => {
    const bins = javaBins(
      machine({
        env: { PATH: '/usr/local/bin:/usr/bin', JAVA_HOME: '/usr/lib/jvm/java-21-openjdk' },
        list: (folder) =>
          folder === '/usr/lib/jvm' ? ['java-1.8.0', 'java-21-openjdk', 'temurin-25-jdk'] : [],
      }),
    );
    expect(bins).toEqual([
      '/usr/local/bin',
      '/usr/bin',
      '/usr/lib/jvm/java-21-openjdk/bin',
      '/usr/lib/jvm/temurin-25-jdk/bin',
      '/usr/lib/jvm/java-1.8.0/bin',
    ]);
  });

  it('on macOS includes the bundles of /Library and what Homebrew leaves aside', () => {
    const bins = javaBins(
      machine({
        platform: 'darwin',
        list: (folder) => {
          if (folder === '/Library/Java/JavaVirtualMachines') return ['temurin-21.jdk'];
          return folder === '/opt/homebrew/opt' ? ['openjdk@21', 'openssl@3'] : [];
        },
      }),
    );
    expect(bins).toEqual([
      '/Library/Java/JavaVirtualMachines/temurin-21.jdk/Contents/Home/bin',
      '/opt/homebrew/opt/openjdk@21/bin',
    ]);
  });

  it('on Windows is PATH and JAVA_HOME, with its own separators', () => {
    const bins = javaBins(
      machine({
        platform: 'win32',
        env: { Path: 'C:\\Windows;C:\\tools', JAVA_HOME: 'D:\\jdk-21.0.4' },
      }),
    );
    expect(bins).toEqual(['C:\\Windows', 'C:\\tools', 'D:\\jdk-21.0.4\\bin']);
  });
});

describe('the Java that is taken', () => {
  it('is one of PATH when that is new enough', async () => {
    const search = withJava(
      { '/usr/bin': 21, '/opt/jdk/bin': 25 },
      { env: { PATH: '/usr/bin', JAVA_HOME: '/opt/jdk' } },
    );
    expect(await findJava(search)).toEqual({ bin: '/usr/bin', major: 21 });
  });

  it('skips what is too old for firebase-tools', async () => {
    const search = withJava(
      { '/usr/bin': 17, '/opt/jdk/bin': 25 },
      { env: { PATH: '/usr/bin', JAVA_HOME: '/opt/jdk' } },
    );
    expect(await findJava(search)).toEqual({ bin: '/opt/jdk/bin', major: 25 });
  });

  it('is an error that names what was found, and what to install', async () => {
    const search = withJava({ '/usr/bin': 17 }, { env: { PATH: '/usr/bin' } });
    await expect(findJava(search)).rejects.toMatchObject({
      code: 'no-java',
      message: expect.stringContaining('needs Java 21 or newer'),
      details: ['Java 17 in /usr/bin'],
      next: expect.stringContaining('openjdk-21-jdk'),
    });
  });
});
