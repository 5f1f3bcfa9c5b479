import { describe, expect, it } from 'vitest';
import { listeningInodes, parseLsof, parseNetstat, shortCommand } from './port-holder.ts';

const PROC_NET_TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 170001 1 0 100
   1: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 170002 1 0 100
   2: 0100007F:A3F2 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 170003 1 0 20
   3: 0100007F:1F90 0100007F:A3F2 01 00000000:00000000 00:00000000 00000000     0        0 170004 1 0 20
`;

describe('who listens on a port', () => {
  it('is on Linux the socket that listens, not the connections to it', () => {
    expect(listeningInodes(PROC_NET_TCP, 8080)).toEqual(['170001']);
    expect(listeningInodes(PROC_NET_TCP, 8081)).toEqual(['170002']);
    expect(listeningInodes(PROC_NET_TCP, 9090)).toEqual([]);
  });

  it('is on macOS what lsof says', () => {
    expect(parseLsof('p612\ncControlCe\nf10\np613\ncother\n')).toEqual({
      pid: 612,
      command: 'ControlCe',
    });
    expect(parseLsof('')).toBeNull();
  });

  it('is on Windows what netstat says, in any language', () => {
    const output = `
  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:80800          0.0.0.0:0              ABHÖREN          1
  TCP    127.0.0.1:8080         127.0.0.1:50112        HERGESTELLT      2
  TCP    127.0.0.1:8080         0.0.0.0:0              ABHÖREN          9120
`;
    expect(parseNetstat(output, 8080)).toBe(9120);
    expect(parseNetstat(output, 9099)).toBeNull();
  });
});

describe('a command line in a message', () => {
  it('is the program’s name and its first words', () => {
    const words = ['/usr/bin/python3', '-m', 'http.server', '8080', ''];
    expect(shortCommand(words)).toBe('python3 -m http.server');
  });

  it('says in words that the emulators run already', () => {
    const words = ['/node/bin/node', '--import', 'preload.ts', 'firebase.js', 'emulators:start'];
    expect(shortCommand(words)).toBe('another run of the Firebase emulators');
    expect(shortCommand(['node', '/repo/tools/web-server.ts', '5173'])).toBe('another npm start');
  });

  it('has no long paths', () => {
    const script = `/home/nina/${'deep/'.repeat(10)}server.js`;
    expect(shortCommand(['node', script])).toBe('node server.js');
  });
});
