import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {nodeHost} from '../../src/base/node-host.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'node-host-'));
});
afterEach(() => rmSync(root, {recursive: true}));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), {recursive: true});
  writeFileSync(join(root, path), text);
}

describe('a recorded tree', () => {
  it('keeps absolute links and .. inside the root', async () => {
    write('sys/devices/pci/eth0/address', '02:00:00:00:00:01\n');
    mkdirSync(join(root, 'sys/class/net'), {recursive: true});
    symlinkSync('/sys/devices/pci/eth0', join(root, 'sys/class/net/eth0'));
    symlinkSync('../../../../../../../sys/devices/pci/eth0', join(root, 'sys/class/net/eth1'));
    const host = nodeHost({root});
    expect(await host.list('/sys/class/net')).toEqual(['eth0', 'eth1']);
    expect(await host.readText('/sys/class/net/eth0/address')).toBe('02:00:00:00:00:01\n');
    expect(await host.readText('/sys/class/net/eth1/address')).toBe('02:00:00:00:00:01\n');
    expect(await host.readLink('/sys/class/net/eth0')).toBe('/sys/devices/pci/eth0');
    expect(await host.realPath('/sys/class/net/eth1')).toBe('/sys/devices/pci/eth0');
    expect(host.files.realPath('/sys/class/net/eth0/../eth0')).toBe('/sys/devices/pci/eth0');
    expect((await host.lstat('/sys/class/net/eth0'))?.kind).toBe('symlink');
    expect(host.files.stat('/sys/class/net/eth0')?.kind).toBe('directory');
  });

  it('does not show what stands outside, and says so as the file system would', async () => {
    symlinkSync('/etc/passwd', join(root, 'secret'));
    symlinkSync('loop', join(root, 'loop'));
    const host = nodeHost({root});
    await expect(host.readText('/secret')).rejects.toMatchObject({code: 'ENOENT'});
    await expect(host.realPath('/secret')).rejects.toMatchObject({code: 'ENOENT'});
    await expect(host.readText('/loop')).rejects.toMatchObject({code: 'ELOOP'});
    expect(await host.lstat('/nowhere')).toBeUndefined();
  });

  it('runs no tool of this machine', async () => {
    expect(await nodeHost({root}).run(['true'], {timeoutMs: 1000})).toMatchObject({state: 'failed'});
  });
});

describe('run', () => {
  const host = nodeHost();

  it('gives the code and both streams, with exactly the given environment and PATH', async () => {
    const script = 'cat; echo err >&2; env | sort | grep -vE "^(_|PWD|SHLVL)="; exit 3';
    const result = await host.run(['sh', '-c', script], {input: 'in\n', env: {A: '1'}, timeoutMs: 5000});
    expect(result).toMatchObject({state: 'exited', code: 3, stderr: 'err\n', truncated: false});
    expect(result.state === 'exited' ? result.stdout.split('\n') : []).toEqual([
      'in',
      'A=1',
      expect.stringMatching(/^PATH=/),
      '',
    ]);
  });

  it('keeps no more bytes than asked for', async () => {
    const result = await host.run(['sh', '-c', 'printf 0123456789'], {timeoutMs: 5000, maxBytes: 4});
    expect(result).toMatchObject({stdout: '0123', truncated: true});
  });

  it('kills the whole group at the timeout', async () => {
    const started = performance.now();
    const result = await host.run(['sh', '-c', 'sleep 60 & sleep 60'], {timeoutMs: 100});
    expect(result).toEqual({state: 'failed', reason: 'sh did not end within 100 ms'});
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('does not wait for a grandchild that keeps the pipe', async () => {
    const result = await host.run(['sh', '-c', 'echo done; sleep 5 &'], {timeoutMs: 20_000});
    expect(result).toMatchObject({state: 'exited', code: 0, stdout: 'done\n'});
  });

  it('names a tool that is not there and a signal', async () => {
    expect(await host.run(['no-such-tool-here'], {timeoutMs: 1000})).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('ENOENT'),
    });
    expect(await host.run(['sh', '-c', 'kill -TERM $$'], {timeoutMs: 5000})).toMatchObject({
      state: 'failed',
      reason: 'sh was ended by SIGTERM',
    });
  });
});

it('opens a fifo without waiting for its other end', async () => {
  const host = nodeHost();
  await host.run(['mkfifo', join(root, 'fifo')], {timeoutMs: 5000});
  expect(await host.readText(join(root, 'fifo'))).toBe('');
});
