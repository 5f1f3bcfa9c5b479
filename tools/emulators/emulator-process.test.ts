import { expect, it } from 'vitest';
import { isEmulatorJvm } from './emulator-process.ts';

it('tells the emulator’s JVM from the question for the Java version', () => {
  expect(isEmulatorJvm('java -Duser.language=en -jar /cache/firestore.jar --port 8080')).toBe(true);
  expect(isEmulatorJvm('java -Duser.language=en -Dfile.encoding=UTF-8 -version')).toBe(false);
  expect(isEmulatorJvm('/node/bin/node functionsEmulatorRuntime')).toBe(false);
});
