import {describe, expect, it} from 'vitest';
import {shapesByStart} from '../../src/planner/shapes-by-start.ts';
import {couldMake, shapeOf} from '../../src/planner/template-shape.ts';
import {fc} from '../helpers/property.ts';
import {id, template, unitSet} from '../helpers/units.ts';

describe('shapesByStart', () => {
  it('leaves out no template that could make the id, in their order', () => {
    const part = fc.constantFrom('a', 'b', '/', '{x}', 'a/b', '{y}/');
    const letters = fc.array(fc.constantFrom('a', 'b', '/'), {minLength: 1, maxLength: 6});
    fc.assert(
      fc.property(fc.array(fc.array(part, {minLength: 1, maxLength: 4}), {maxLength: 6}), letters, (all, partial) => {
        const units = all.map((parts, at) => template(`${parts.join('')}{z}`, 'res', {'template-id': `t${at}`}));
        const shapes = [...unitSet(units).templates.values()].map(shapeOf);
        const wanted = id(partial.join(''));
        const found = shapesByStart(shapes).startingLike(wanted);
        expect(found.filter((shape) => couldMake(shape, wanted))).toEqual(
          shapes.filter((shape) => couldMake(shape, wanted)),
        );
      }),
    );
  });

  it('holds apart what begins with different folders', () => {
    const set = unitSet([template('disk/{x}', 'res'), template('usb/{x}', 'res'), template('{x}', 'res')]);
    const shapes = [...set.templates.values()].map(shapeOf);
    const found = shapesByStart(shapes).startingLike(id('usb/1'));
    expect(found.map(({prefix}) => prefix)).toEqual(['ns::usb/', 'ns::']);
  });
});
