import {idField, nameField, unitField} from './common.ts';
import type {UnitSpec} from './field.ts';

export const categorySpec: UnitSpec = {
  kind: 'category',
  summary: 'A heading that jobs are listed under.',
  fields: [unitField, idField('category'), nameField],
};
