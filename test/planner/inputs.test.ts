import {describe, expect, it} from 'vitest';
import {id, job} from '../helpers/units.ts';
import {codes, fateOf, ids, planIncluding} from './plan-of.ts';

describe('inputs', () => {
  const units = [
    job('maker', {outputs: ['speed: number']}),
    job('user', {inputs: ['rate: maker.speed']}),
    job('wrong', {inputs: ['rate: maker.sped']}),
    job('empty', {inputs: ['rate: user.speed']}),
  ];

  it('pull in the job whose output they are and come after it', () => {
    const plan = planIncluding(['user'], units);
    expect(ids(plan)).toEqual(['maker', 'user']);
    expect(plan.jobs[1]).toMatchObject({status: 'planned', edges: [{to: 'ns::maker', kind: 'input'}]});
  });

  it('must be something that the other job gives', () => {
    const plan = planIncluding(['wrong', 'empty'], units);
    expect(fateOf(plan, id('wrong'))).toBe('dropped: input-missing');
    expect(codes(plan)).toEqual(['plan/unknown-output', 'plan/unknown-output']);
    expect(plan.diagnostics[0]).toMatchObject({
      message: 'the input rate of ns::wrong is to be sped of ns::maker, and it gives speed',
      suggestion: 'speed',
    });
    expect(plan.diagnostics[1]?.message).toContain('it has no outputs');
  });

  it('may say of what type that must be', () => {
    const typed = [
      job('maker', {outputs: ['speed: integer', 'name: string']}),
      job('same', {inputs: ['a: maker.speed integer', 'b: maker.name string']}),
      job('wider', {inputs: ['a: maker.speed number']}),
      job('other', {inputs: ['a: maker.name number']}),
    ];
    const plan = planIncluding(['same', 'wider', 'other'], typed);
    expect(plan.jobs.map(({status}) => status)).toEqual(['planned', 'planned', 'planned', 'dropped']);
    expect(fateOf(plan, id('other'))).toBe('dropped: not-runnable');
    expect(plan.diagnostics).toMatchObject([
      {
        code: 'plan/wrong-output-type',
        message: 'the input a of ns::other is to be of type number, and name of ns::maker is of type string',
      },
    ]);
  });
});
