// A megabyte of random bytes to an echo server on 127.0.0.1 and back, and on ::1 where the machine has IPv6.
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect, createServer} from 'node:net';

async function echo(address) {
  const server = createServer((socket) => socket.pipe(socket));
  server.listen(0, address);
  await once(server, 'listening');
  const sent = randomBytes(2 ** 20);
  const client = connect(server.address().port, address);
  client.end(sent);
  const parts = [];
  for await (const part of client) parts.push(part);
  server.close();
  if (!Buffer.concat(parts).equals(sent)) throw new Error(`${address} gave other bytes back than were sent`);
  console.log(`${address}: ${sent.length} bytes sent and received`);
}

for (const address of ['127.0.0.1', '::1']) {
  try {
    await echo(address);
  } catch (error) {
    if (address === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) {
      console.log('::1: this machine has no IPv6');
      continue;
    }
    console.error(`FAIL: ${error.message}`);
    process.exit(1);
  }
}
