import type {ReferenceRecord} from './recorded-machines.ts';

/** Where our records differ from the reference's on purpose. Everything else must be the same, in the same order. */
export interface Improvement {
  readonly machine: string;
  readonly reason: string;
  /** Records the reference has otherwise, by path, with the keys that differ. */
  readonly changed?: Readonly<Record<string, ReferenceRecord>>;
  /** Names of devices that the reference does not report, with what is sure about them. */
  readonly added?: {readonly names: readonly string[]; readonly like: ReferenceRecord};
}

const multipath =
  'disks of a multipath NVMe controller are found by the node of the disk, not by a look at the /dev of whoever reads the recording';

export const improvements: readonly Improvement[] = [
  {
    machine: 'CRYPTO_FDE',
    reason: 'the name of a USB modem is UTF-8 (®, ™), not Latin-1',
    changed: {
      '/devices/pci0000:00/0000:00:15.0/usb2/2-6/2-6:1.8': {
        product: 'Sierra Wireless EM7411 Qualcomm® Snapdragon™ X16 LTE-A',
        product_slug: 'Sierra_Wireless_EM7411_Qualcomm__Snapdragon__X16_LTE_A',
      },
    },
  },
  {
    machine: 'DISK_SAMSUNG_KIOXIA',
    reason: multipath,
    added: {
      names: ['nvme2n1', 'nvme3n1', 'nvme4n1', 'nvme5n1', 'nvme6n1', 'nvme7n1', 'nvme8n1', 'nvme9n1'],
      like: {bus: 'nvme', category: 'DISK', driver: 'nvme', vendor: 'KIOXIA Corporation', product_id: 19},
    },
  },
  {
    machine: 'NVIDIA_DGXA100',
    reason: multipath,
    added: {
      names: ['nvme0n1', 'nvme2n1', 'nvme3n1', 'nvme4n1'],
      like: {bus: 'nvme', category: 'DISK', driver: 'nvme', vendor: 'Samsung Electronics Co Ltd', product_id: 43044},
    },
  },
];
