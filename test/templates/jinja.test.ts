import {describe, expect, it} from 'vitest';
import {verbatim} from '../../src/base/source.ts';
import {type RecordValue, resourceRecord} from '../../src/expressions/environment.ts';
import {parseJinja, renderJinja} from '../../src/templates/jinja.ts';
import type {Hole} from '../../src/templates/rendered.ts';
import {mark} from '../../src/templates/shell/place.ts';
import {fc} from '../helpers/property.ts';

type Entries = Readonly<Record<string, RecordValue>>;

const environment = {
  systemEnv: {SNAP_NAME: 'checkbox', XDG_CURRENT_DESKTOP: 'Unity', UNSET: undefined},
  checkboxEnv: {TEST_SNAP: 'hello'},
  onUbuntuCore: true,
};

interface Outcome {
  readonly text: string;
  readonly holes: readonly Hole[];
  readonly absent: readonly string[];
}

function fillIn(text: string, record: Entries, lenient = false): Outcome | string {
  const file = {path: 'x.pxu', text};
  const {value, diagnostics} = parseJinja(verbatim({file, start: 0, end: text.length}));
  if (value === undefined) return diagnostics[0]?.code ?? '';
  const scope = {...environment, record: resourceRecord(Object.entries(record)), index: 3, lenient};
  const result = renderJinja(value, scope);
  if (!result.ok) return `${result.problem.code}: ${result.problem.message}`;
  const {skeleton, holes, absent} = result.rendered;
  let hole = 0;
  return {text: skeleton.replaceAll(mark, () => holes[hole++]?.text ?? ''), holes, absent};
}

function outcomeOf(text: string, record: Entries, lenient: boolean): Outcome {
  const outcome = fillIn(text, record, lenient);
  return typeof outcome === 'string' ? {text: outcome, holes: [], absent: []} : outcome;
}

function render(text: string, record: Entries = {}, lenient = false): string {
  const outcome = fillIn(text, record, lenient);
  return typeof outcome === 'string' ? outcome : outcome.text;
}

describe('Jinja as the public providers use it', () => {
  it.each<[string, Entries, string]>([
    ['disk/stats_{{ name }}', {name: 'sda'}, 'disk/stats_sda'],
    ['{{name}}{{ name }}', {name: 'a'}, 'aa'],
    ['a\n{%- if gpu_count > "1" %}\n  many\n{%- else %}\n  one\n{%- endif %}\n', {gpu_count: '2'}, 'a\n  many'],
    ['{%- if gpu_count > "1" %}many{%- else %}one{%- endif %}', {gpu_count: '1'}, 'one'],
    ["{% if release == '16' -%}\n  {% set release = '' -%}\n{% endif -%}\ncore{{release}}", {release: '16'}, 'core'],
    ["{% if release == '16' -%}\n  {% set release = '' -%}\n{% endif -%}\ncore{{release}}", {release: '22'}, 'core22'],
    ["{{ path.split('/')[-1] }}", {path: '/sys/a/b0'}, 'b0'],
    ['{{ interface.upper() }}', {interface: 'wlan0'}, 'WLAN0'],
    ['{{ name | upper }} {{ name|replace("a", "b") }}', {name: 'ax'}, 'AX bx'],
    ['{{ __system_env__["SNAP_NAME"] }}:plug', {}, 'checkbox:plug'],
    ['{{ __checkbox_env__.get("TEST_SNAP", "x") }} {{ __checkbox_env__.get("NO", "y z") }}', {}, 'hello y z'],
    ['{% if "NO" not in __checkbox_env__ %}none{% endif %}', {}, 'none'],
    ["{% if 'Unity' in __system_env__.get('XDG_CURRENT_DESKTOP', '') %}U{% else %}G{% endif %}", {}, 'U'],
    ['{% if __on_ubuntucore__ %}core{% endif %}', {}, 'core'],
    ['{{ __index__ }}', {}, '3'],
    ['{% if serial is defined %}{{ serial }}{% else %}none{% endif %}', {}, 'none'],
    ["{{ serial | default('none') }}", {}, 'none'],
    ['{% for i in range(3) %}{{ i }},{% endfor %}', {}, '0,1,2,'],
    ['{% for item in items %}<{{ item }}>{% endfor %}', {items: ['a b', 'c']}, '<a b><c>'],
    ['{{ flag }} {{ count }} {{ items }}', {flag: true, count: 2, items: ['a', 'b']}, 'True 2 a b'],
    ['{# a comment #}x', {}, 'x'],
    ['{{ "{{" }}', {}, '{{'],
  ])('%j', (text, record, expected) => {
    expect(render(text, record)).toBe(expected);
  });

  it.each<[string, Entries, string]>([
    ["{% if n == '1' %}y{% else %}n{% endif %}", {n: 1}, 'n'],
    ['{% if n == 1 %}y{% else %}n{% endif %}', {n: '1'}, 'n'],
    ['{% if n > 9 %}y{% else %}n{% endif %}', {n: 10}, 'y'],
    ["{% if n > '9' %}y{% else %}n{% endif %}", {n: '10'}, 'n'],
    ["{% if n != '10' %}y{% else %}n{% endif %}", {n: '10'}, 'n'],
    ['{% if a == b %}y{% else %}n{% endif %}', {a: ['x'], b: ['x']}, 'y'],
  ])('compares as Python does: %s of %j', (text, record, expected) => {
    expect(render(text, record)).toBe(expected);
  });
});

describe('T1: a missing key', () => {
  it.each(['{{ model }}', '{{ model.upper() }}', '{{ model ~ "x" }}', '{{ model|upper }}'])(
    '%s is missed by its name',
    (text) => {
      expect(render(text, {name: 'a'})).toBe('template/missing-key: the record has no key "model"');
    },
  );

  it('is missed where it is ordered', () => {
    expect(render('{% if model > "1" %}x{% endif %}')).toBe('template/missing-key: the record has no key "model"');
  });

  it('leaves a gap in prose, and says so', () => {
    expect(fillIn('a {{ model }} b {{ model.upper() }}', {}, true)).toMatchObject({text: 'a  b ', absent: ['model']});
  });

  it('is noted where its absence is taken for an answer', () => {
    expect(fillIn("{% if model == 'x' %}y{% else %}n{% endif %}", {})).toMatchObject({text: 'n', absent: ['model']});
  });

  it('of the environment prints nothing, and is noted', () => {
    expect(fillIn('<{{ __system_env__["UNSET"] }}>', {})).toMatchObject({text: '<>', absent: ['__system_env__']});
  });
});

describe('where a value comes from', () => {
  const sourceOf = (text: string, record: Entries = {}): readonly string[] => {
    const outcome = fillIn(text, record);
    return typeof outcome === 'string' ? [outcome] : outcome.holes.map(({source}) => source);
  };

  it('is the record for whatever its values touched', () => {
    expect(sourceOf('{{ x }}{{ x.upper() }}{{ x ~ "a" }}{{ "a" ~ x }}{{ x|default("q") }}', {x: '1'})).toEqual(
      Array.from({length: 5}, () => 'record'),
    );
    expect(sourceOf("{% set y = x %}{{ y }}{% for c in x.split(',') %}{{ c }}{% endfor %}", {x: '1,2'})).toEqual(
      Array.from({length: 3}, () => 'record'),
    );
  });

  it('is the author for what the template writes itself', () => {
    expect(sourceOf("{% set y = '-a -b' %}{{ y }}{{ '-c' if x else '-d' }}{{ n|default('e') }}", {x: '1'})).toEqual([
      'author',
      'author',
      'author',
    ]);
  });

  it('is the environment for its variables', () => {
    expect(sourceOf('{{ __system_env__["SNAP_NAME"] }}{{ __checkbox_env__.get("TEST_SNAP") }}')).toEqual([
      'environment',
      'environment',
    ]);
  });

  it('is kept apart from captured text', () => {
    const outcome = fillIn('{% set t %}-n {{ x }}{% endset %}cmd {{ t }} {{ t ~ "!" }}', {x: '$(r)'});
    expect(outcome).toMatchObject({
      text: 'cmd -n $(r) -n $(r)!',
      holes: [{text: '$(r)'}, {text: '-n $(r)!', source: 'record'}],
    });
  });

  it('is kept apart in macros, filter blocks and call blocks', () => {
    expect(fillIn('{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(x) }}', {x: ';'})).toMatchObject({holes: [{text: ';'}]});
    const filtered = fillIn('{% filter replace("a", x) %}bab{% endfilter %}', {x: ';r;'});
    expect(filtered).toMatchObject({text: 'b;r;b', holes: [{text: 'b;r;b', source: 'record'}]});
  });
});

describe('what a Jinja text cannot do', () => {
  it.each([
    '{{ x.constructor }}',
    '{{ x.__class__ }}',
    '{{ x["__proto__"] }}',
    '{{ "".__proto__ }}',
    '{{ [].constructor }}',
  ])('%s reaches no prototype', (text) =>
    expect(render(text, {x: '1'})).toBe('template/jinja-error: this text cannot be filled in: it has no value'),
  );

  it.each(['constructor', 'toString', '__proto__', 'process', 'globalThis', 'require'])('%s is no variable', (name) => {
    expect(render(`{{ ${name} }}`)).toBe(`template/missing-key: the record has no key "${name}"`);
  });

  it.each([
    '{% for i in range(999999999) %}x{% endfor %}',
    '{% for i in range(1000) %}{% for j in range(1000) %}{{ j }}{% endfor %}{% endfor %}',
    `{% set x = "${'a'.repeat(1000)}" %}${'{% set x = x ~ x %}'.repeat(30)}{{ x }}`,
    `{{ x${'|replace("a", x)'.repeat(9)} }}`,
    '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  ])('%.60s ends', (text) => {
    expect(render(text, {x: 'a'.repeat(200)})).toMatch(/^template\//);
  });

  it.each(['x|upper', 'x.split("a")', 'x.replace("a", "b")'])('%s of a long value counts as many steps', (work) => {
    const text = `{% for i in range(5000) %}{% set b = ${work} %}{% endfor %}`;
    expect(render(text, {x: 'ab'.repeat(100_000)})).toContain('it takes more than 50000 steps');
    expect(render(text, {x: 'ab'})).toBe('');
  });

  it('may leave a loop early any number of times', () => {
    expect(render('{% for i in range(2000) %}{% if i %}{% continue %}{% endif %}{{ i }}{% endfor %}')).toBe('0');
  });

  it.each([
    ['{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', 'it calls itself without end, or nests too deeply'],
    ['{{ x.replace("a", x) }}', 'it makes a text that is too long'],
    ['{{ "x" * 9 }}', 'Unknown operator "*" between text and a number'],
  ])('%s is refused in words', (text, reason) => {
    expect(render(text, {x: 'a'.repeat(200_000)})).toBe(
      `template/jinja-error: this text cannot be filled in: ${reason}`,
    );
  });

  it.each(['{{ x', '{% if x %}', '{% raw %}x{% endraw %}', '{{ 1 + }}', `{{ ${'('.repeat(20_000)} }}`])(
    '%.40s is refused',
    (text) => {
      expect(render(text)).toBe('template/jinja-syntax');
    },
  );

  it('refuses values with the characters that mark holes', () => {
    expect(render('{{ x }}', {x: '\uFDD00\uFDD1'})).toMatch(/^template\/jinja-error/);
  });
});

describe('a text with nothing but names in it', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('{', '}', '{ {', '}}', '\n', '\n\n', 'x', '%}', '#}'),
    fc.constantFrom('{{ a }}', '{{a}}', '{{\tb }}', '{{ c }}', '{{ missing }}', '{{ __index__ }}', '{{ true }}'),
  );
  const value = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.array(fc.string()));

  it('is filled in as the engine would', () => {
    const record = fc.record({a: value, b: value, c: value});
    fc.assert(
      fc.property(fc.array(piece), record, fc.boolean(), (pieces, values, lenient) => {
        const text = pieces.join('');
        // A comment is enough to bring in the engine.
        const {holes: ours, ...mine} = outcomeOf(text, values, lenient);
        const {holes: theirs, ...other} = outcomeOf(`{##}${text}`, values, lenient);
        expect(mine).toEqual(other);
        expect(ours.map(({span: _, ...hole}) => hole)).toEqual(theirs.map(({span: _, ...hole}) => hole));
      }),
    );
  });

  it('says where each name stands', () => {
    const text = 'a {{ x }}{{y}} {b} {{ x }}';
    const spans = outcomeOf(text, {x: '1', y: '2'}, false).holes.map(({span}) => text.slice(span.start, span.end));
    expect(spans).toEqual(['{{ x }}', '{{y}}', '{{ x }}']);
  });
});
