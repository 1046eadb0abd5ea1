import {resolve} from 'node:path';
import {describe, expect, expectTypeOf, it} from 'vitest';
import type {z} from 'zod';
import type {UnitId} from '../../src/base/ids.ts';
import {schemaText} from '../../src/catalog/schema/index.ts';
import type {RecordValue} from '../../src/expressions/environment.ts';
import type {SessionEvent} from '../../src/session/events.ts';
import {eventJsonSchema, type eventSchema} from './event-schema.ts';

/** An id is text once it is JSON. */
type Plain<T> = T extends UnitId
  ? string
  : T extends readonly UnitId[]
    ? readonly string[]
    : T extends RecordValue
      ? T
      : T extends object
        ? {readonly [Key in keyof T]: Plain<T[Key]>}
        : T;

describe('the schema of events', () => {
  it('is published as it is', async () => {
    const published = resolve(import.meta.dirname, '../../schemas/session-event.schema.json');
    await expect(schemaText(eventJsonSchema())).toMatchFileSnapshot(published);
  });

  it('has every event and every key of one, and no others', () => {
    expectTypeOf<Plain<SessionEvent>>().toExtend<Plain<z.infer<typeof eventSchema>>>();
    expectTypeOf<Plain<z.infer<typeof eventSchema>>>().toExtend<Plain<SessionEvent>>();
  });
});
