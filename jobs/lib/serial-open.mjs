// Opens a serial port as it is set (no hang-up on close, no lock), then reads its speed and modem lines. A port that is
// some process's console is opened all the same: nothing is written and nothing is read.
import {LinuxBinding} from '@serialport/bindings-cpp';

const [path] = process.argv.slice(2);

/** Emulated and USB ports refuse some of the ioctls; that is no fault of the port. */
async function tried(what, read) {
  try {
    console.log(`${what}: ${JSON.stringify(await read())}`);
  } catch (error) {
    console.log(`${what}: not supported by this port (${error.message})`);
  }
}

let port;
try {
  port = await LinuxBinding.open({path, baudRate: 9600, hupcl: false, lock: false});
} catch (error) {
  console.error(`FAIL: ${path} does not open: ${error.message}`);
  process.exit(1);
}
console.log(`${path} opened at 9600 baud, 8 data bits, no parity, 1 stop bit`);
await tried('baud rate in effect', () => port.getBaudRate());
await tried('modem lines', () => port.get());
await port.close();
console.log(`${path} closed`);
