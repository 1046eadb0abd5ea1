import {describe, expect, it} from 'vitest';
import {readIniSection} from '../../src/catalog/ini.ts';
import {readManagePy} from '../../src/catalog/manage-py.ts';
import {fc} from '../helpers/property.ts';

function argument(call: string, name = 'name'): string | undefined {
  return readManagePy({path: 'manage.py', text: call})?.get(name)?.text;
}

describe('readManagePy', () => {
  it.each([
    ["setup(name='a')", 'a'],
    ['setup(name="a" "b"\n  \'c\')', 'abc'],
    ['setup(name=("a"\n "b"))', 'ab'],
    ['setup(name=N_("a"), x=1)', 'a'],
    ['setup(name="""a\nb""")', 'a\nb'],
    ['setup(name="it\'s, \\"so\\"")', 'it\'s, "so"'],
    ['setup(# name="no"\n name="a",)', 'a'],
    ['setup(x=f(1, [2, {3: ")"}]), name="a")', 'a'],
    ['def setup(name="no"): pass\nsetup(name="a")', 'a'],
    ['other.setup(name="no")', undefined],
    ['setup(name=A)', undefined],
    ['setup(name="a" + b)', undefined],
    ['setup(name=="a")', undefined],
  ])('reads %j', (call, wanted) => {
    expect(argument(call)).toBe(wanted);
  });

  it('never throws, and points into the file', () => {
    const parts = fc.constantFrom('setup(', ')', 'name=', '"', "'", '"""', '#', '\n', ',', 'N_(', '\\', 'a', '[', '}');
    fc.assert(
      fc.property(fc.array(parts, {maxLength: 40}), (words) => {
        const text = words.join('');
        for (const {span} of readManagePy({path: 'manage.py', text})?.values() ?? []) {
          expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
        }
      }),
    );
  });
});

describe('readIniSection', () => {
  const read = (text: string): unknown => {
    const section = readIniSection({path: 'x.provider', text}, 'S');
    return section && Object.fromEntries([...section].map(([key, value]) => [key, value.text]));
  };

  it('reads one section, with both signs, comments and odd values', () => {
    expect(read('[other]\na = no\n[S]\n# c = 1\n; d = 2\nA=1\r\nb : x = y\nempty =\n\n[more]\nz = 1\n')).toEqual({
      a: '1',
      b: 'x = y',
      empty: '',
    });
    expect(read('a = 1\n')).toBeUndefined();
  });

  it('gives values their place', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ \t=:#a-c]{0,12}$/), (value) => {
        const text = `[S]\nkey = ${value}\n`;
        const found = readIniSection({path: 'x', text}, 'S')?.get('key');
        expect(found?.text).toBe(value.trim());
        expect(text.slice(found?.span.start, found?.span.end)).toBe(value.trim());
      }),
    );
  });
});
