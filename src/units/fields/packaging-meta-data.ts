import {unitField} from './common.ts';
import type {UnitSpec} from './field.ts';

export const packagingMetaDataSpec: UnitSpec = {
  kind: 'packaging meta-data',
  summary: 'What a distribution must install for the provider.',
  isOpen: true,
  fields: [
    unitField,
    {name: 'os-id', type: 'line', required: true, summary: '`ID` of `/etc/os-release`.'},
    {
      name: 'os-version-id',
      type: 'line',
      summary: '`VERSION_ID` of `/etc/os-release`, with a comparison before it if wanted (`>= 20.04`).',
    },
    {name: 'Depends', type: 'lines', summary: 'Packages it needs, separated by commas.'},
    {name: 'Recommends', type: 'lines', summary: 'Packages it is better with.'},
    {name: 'Suggests', type: 'lines', summary: 'Packages that go with it.'},
  ],
};
