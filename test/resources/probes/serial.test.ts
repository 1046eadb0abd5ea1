import {describe, expect, it} from 'vitest';
import {serial} from '../../../src/resources/probes/serial.ts';
import {type Files, inside, onlyRecord, probeRecords} from './probe-records.ts';

const port = '/sys/devices/pnp0/00:04';

/** Since Linux 6.5 a port hangs below a controller of the bus `serial-base`. */
const builtIn: Files = {
  '/sys/class/tty/ttyS0': {link: `${port}/00:04:0/00:04:0.0/tty/ttyS0`},
  ...inside(`${port}/00:04:0/00:04:0.0`, {
    subsystem: {link: '/sys/bus/serial-base'},
    driver: {link: '/sys/bus/serial-base/drivers/port'},
    'tty/ttyS0/type': '4\n',
    'tty/ttyS0/irq': '4\n',
    'tty/ttyS0/console': 'Y\n',
    'tty/ttyS0/device': {link: '../../../00:04:0.0'},
  }),
  [`${port}/00:04:0/subsystem`]: {link: '/sys/bus/serial-base'},
  [`${port}/subsystem`]: {link: '../../../bus/pnp'},
  [`${port}/driver`]: {link: '../../../bus/pnp/drivers/serial'},
};

const adapter = '/sys/devices/pci0/usb1/1-4';
const usb: Files = {
  '/sys/class/tty/ttyUSB0': {link: `${adapter}/1-4:1.0/ttyUSB0/tty/ttyUSB0`},
  ...inside(`${adapter}/1-4:1.0/ttyUSB0`, {
    subsystem: {link: '/sys/bus/usb-serial'},
    driver: {link: '/sys/bus/usb-serial/drivers/ftdi_sio'},
    'tty/ttyUSB0/device': {link: '../../../ttyUSB0'},
  }),
  ...inside(adapter, {
    idVendor: '0403\n',
    idProduct: '6001\n',
    manufacturer: 'FTDI\n',
    product: 'FT232R USB UART\n',
    serial: 'A50285BI\n',
  }),
};

describe('serial', () => {
  it('finds the driver above the port of a new kernel', async () => {
    expect(await onlyRecord(serial, builtIn)).toEqual({
      name: 'ttyS0',
      path: '/dev/ttyS0',
      driver: 'serial',
      bus: 'pnp',
      type: '16550A',
      irq: 4,
      console: true,
    });
  });

  it('reads an adapter on USB', async () => {
    expect(await onlyRecord(serial, usb)).toEqual({
      name: 'ttyUSB0',
      path: '/dev/ttyUSB0',
      driver: 'ftdi_sio',
      bus: 'usb-serial',
      type: 'usb',
      vendor_id: '0403',
      product_id: '6001',
      vendor: 'FTDI',
      product: 'FT232R USB UART',
      serial: 'A50285BI',
    });
  });

  it('passes over consoles, pseudo terminals and places that the driver keeps free', async () => {
    const files = {
      '/sys/class/tty/tty0/dev': '4:0\n',
      '/sys/class/tty/ptmx/dev': '5:2\n',
      '/sys/class/tty/ttyS1': {link: '/sys/devices/platform/serial8250/tty/ttyS1'},
      ...inside('/sys/devices/platform/serial8250', {
        'tty/ttyS1/type': '0\n',
        'tty/ttyS1/device': {link: '../../../serial8250'},
      }),
      ...builtIn,
      ...usb,
    };
    expect((await probeRecords(serial, files)).map(({name}) => name)).toEqual(['ttyS0', 'ttyUSB0']);
  });
});
