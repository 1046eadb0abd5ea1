import type {SourceFile} from '../../base/source.ts';
import type {Provider} from '../unit-set.ts';

/** The namespace that every public Checkbox provider leans on; its units are part of the program. */
export const plainboxProvider: Provider = {
  name: 'com.canonical.plainbox:built-in',
  namespace: 'com.canonical.plainbox',
  version: '1.0',
  description: 'Categories, the hardware manifest and the exporters',
  directory: '/',
  shownAs: 'built-in',
  unitDirectories: [],
  builtIn: true,
};

/** Ids and names as people know them from Checkbox's reports. */
const categories: readonly (readonly [id: string, name: string])[] = [
  ['audio', 'Audio tests'],
  ['benchmarks', 'Benchmarks tests'],
  ['bluetooth', 'Bluetooth tests'],
  ['camera', 'Camera tests'],
  ['codecs', 'Codec tests'],
  ['cpu', 'CPU tests'],
  ['daemons', 'System Daemon tests'],
  ['disk', 'Disk tests'],
  ['ethernet', 'Ethernet Device tests'],
  ['esata', 'eSATA disk tests'],
  ['fingerprint', 'Fingerprint reader tests'],
  ['firewire', 'Firewire disk tests'],
  ['firmware', 'Firmware tests'],
  ['floppy', 'Floppy disk tests'],
  ['graphics', 'Graphics tests'],
  ['hibernate', 'Hibernation tests'],
  ['info', 'Informational tests'],
  ['input', 'Input Devices tests'],
  ['keys', 'Hotkey tests'],
  ['led', 'LED tests'],
  ['mediacard', 'Media Card tests'],
  ['memory', 'Memory tests'],
  ['mir', 'MIR tests'],
  ['miscellanea', 'Miscellaneous tests'],
  ['monitor', 'Monitor tests'],
  ['networking', 'Non-device specific networking tests'],
  ['optical', 'Optical Drive tests'],
  ['expresscard', 'ExpressCard tests'],
  ['peripheral', 'Peripheral tests'],
  ['power-management', 'Power Management tests'],
  ['suspend', 'Suspend tests'],
  ['touchpad', 'Touchpad tests'],
  ['touchscreen', 'Touchscreen tests'],
  ['usb', 'USB tests'],
  ['user_apps', 'User Applications'],
  ['virtualization', 'Virtualization tests'],
  ['wireless', 'Wireless networking tests'],
  ['mobilebroadband', 'Mobile broadband tests'],
  ['stress', 'Stress tests'],
  ['uncategorised', 'Uncategorised'],
];

const exporters: readonly (readonly [id: string, summary: string, entryPoint: string, extension: string])[] = [
  ['html', 'A web page that stands by itself', 'jinja2', 'html'],
  ['html-multi-page', 'Web pages, one for each part of the report', 'jinja2', 'html'],
  ['json', 'The submission as JSON', 'json', 'json'],
  ['text', 'Plain text for a terminal', 'text', 'txt'],
  ['tar', 'The submission with logs and attachments in one archive', 'tar', 'tar.xz'],
  ['xlsx', 'A spreadsheet', 'xlsx', 'xlsx'],
  ['global', 'One word: how the whole run ended', 'jinja2', 'txt'],
  ['junit', 'JUnit XML for build servers', 'jinja2', 'junit.xml'],
  ['tp-export', 'A test plan as a spreadsheet', 'xlsx', 'xlsx'],
];

const manifest = `
id: manifest
plugin: resource
category_id: info
summary: What people said about this machine
description: One key for each manifest entry, with the answer that was given.
probe: manifest
estimated_duration: 1

# assay: allow unit/no-command the questions have been asked by then
id: collect-manifest
plugin: shell
category_id: info
summary: The hardware manifest was asked for
description: The questions are asked before the first job; this job stands for that in old test plans.
estimated_duration: 1
`;

/** The built-in units as a unit file. */
export function plainboxSource(): SourceFile {
  const records = [
    ...categories.map(([id, name]) => `unit: category\nid: ${id}\nname: ${name}\n`),
    ...exporters.map(
      ([id, summary, entryPoint, extension]) =>
        `unit: exporter\nid: ${id}\nsummary: ${summary}\nentry_point: ${entryPoint}\nfile_extension: ${extension}\n`,
    ),
    manifest.trimStart(),
  ];
  return {path: 'built-in/com.canonical.plainbox.pxu', text: records.join('\n')};
}
