import type {FieldSpec} from './field.ts';

export const unitField: FieldSpec = {
  name: 'unit',
  type: 'line',
  default: 'job',
  summary: 'The kind of unit; a record without it is a job.',
};

export function idField(noun: string): FieldSpec {
  return {
    name: 'id',
    type: 'id',
    required: true,
    summary: `The ${noun}'s name, unique in its namespace and written without it.`,
  };
}

export const nameField: FieldSpec = {
  name: 'name',
  type: 'line',
  required: true,
  translatable: true,
  summary: 'What people see in a list; one short line.',
};

export const durationField: FieldSpec = {
  name: 'estimated_duration',
  type: 'duration',
  summary: 'How long it takes: seconds (`2.5`), or hours, minutes and seconds (`1h 20m 5s`).',
};
