import {describe, expect, it} from 'vitest';
import {checkCommand} from '../../src/templates/check-command.ts';
import {expand, fieldsOf, resourceJob, template} from './setting.ts';
import {hostile, runIn} from './shell/hostile.ts';

function commandOf(lines: readonly string[], record: Readonly<Record<string, string>>): string | undefined {
  return fieldsOf(expand(template('id: t_{__index__}', ...lines), [record]), 'command')[0];
}

describe('T6: a hostile value in the command of a template', () => {
  const command = ['command:', ' show {name} a{name}', ` show "{name}" '{name}' "$(printf '%s.' {name})"`];
  const jinja = [
    'command:',
    ' {%- if name %}',
    ' show {{ name }} a{{ name }}',
    ` show "{{ name }}" '{{ name }}' "$(printf '%s.' {{ name }})"`,
    ' {%- endif %}',
  ];

  it.each([
    ['format', ['id: t_{__index__}', ...command]],
    ['jinja2', ['template-engine: jinja2', 'id: t_{{ __index__ }}', ...jinja]],
  ])('stays one word with the engine %s', (_, lines) => {
    const values = hostile.filter((value) => value !== '');
    const commands = fieldsOf(
      expand(
        template(...lines),
        values.map((name) => ({name})),
      ),
      'command',
    );
    expect(commands).toHaveLength(values.length);
    for (const shell of ['sh', 'bash', 'dash']) {
      const {shown, files} = runIn(shell, commands.map((text) => `(${text}\n)`).join('\n'));
      expect(files).toEqual([]);
      expect(shown).toEqual(
        values.flatMap((value) => [
          [value, `a${value}`],
          [value, value, `${value}.`],
        ]),
      );
    }
  });

  it('is refused where it would be parsed again, and the others stay', () => {
    const made = template('id: t_{__index__}', 'command: sh -c "show {name}"');
    const expansion = expand(made, [{name: 'a'}, {name: '$(reboot)'}]);
    expect(fieldsOf(expansion, 'command')).toEqual(['sh -c "show a"']);
    expect(expansion.failed).toMatchObject([
      {
        record: 1,
        code: 'template/unsafe-value',
        key: 'name',
        message: '{name} is "$(reboot)", which cannot be put into the command safely: sh -c parses it a second time',
      },
    ]);
  });

  it('is quoted after the logic of a Jinja template has changed it', () => {
    const lines = ['template-engine: jinja2', 'id: t_{{ __index__ }}'];
    const command = 'command: show {{ name.upper() }} {{ name ~ ";" }} "{{ name.split(",")[-1] }}"';
    const expansion = expand(template(...lines, command), [{name: 'a,$b'}]);
    expect(fieldsOf(expansion, 'command')).toEqual([`show 'A,$B' 'a,$b;' ""'$b'""`]);
  });

  it('cannot hide in a capture, a macro or a filter block', () => {
    const lines = [
      'template-engine: jinja2',
      'id: t_{{ __index__ }}',
      'command:',
      ' {%- set o %}--name {{ name }}{% endset %}{% macro m(a) %}-x {{ a }}{% endmacro %}',
      ' show {{ o }} {{ m(name) }} {{ o ~ name }} {% filter replace("a", name) %}a{% endfilter %}',
    ];
    expect(fieldsOf(expand(template(...lines), [{name: ';r'}]), 'command')).toEqual([
      `\nshow --name ';r' -x ';r' '--name ;r;r' ';r'`,
    ]);
  });
});

describe('a command', () => {
  it('is what the author wrote where values are plain', () => {
    const text = `if [ "{a}" = x ]; then cmd {a} '{a}' ${'${{X}}'} | awk '{{print $1}}'; fi # {a}`;
    expect(commandOf([`command: ${text}`], {a: 'eth0'})).toBe(
      `if [ "eth0" = x ]; then cmd eth0 'eth0' ${'${X}'} | awk '{print $1}'; fi # eth0`,
    );
  });

  it('takes each item of a list for a word', () => {
    const made = template('id: t_{m}', 'command: show {options} "{options}"');
    const expansion = expand(made, [{m: 'a', options: ['--x', 'a b', '']}]);
    expect(fieldsOf(expansion, 'command')).toEqual([`show --x 'a b' '' "--x a b "`]);
  });

  it('may be several words that the author of the resource wrote out', () => {
    const job = resourceJob('command:', " echo 'compose: docker compose'", " echo 'name: a b'");
    const made = template('id: t_{__index__}', 'command: {compose} up {name}');
    const record = {compose: 'docker compose', name: 'a b'};
    expect(fieldsOf(expand(made, [record], {resourceJob: () => job}), 'command')).toEqual([`docker compose up 'a b'`]);
    expect(expand(made, [record]).failed).toMatchObject([{code: 'template/unsafe-value', key: 'compose'}]);
  });

  it('is never what a probe says a device is called', () => {
    const probed = resourceJob('probe: block');
    const made = template('id: t_{__index__}', 'command: {name} up');
    expect(expand(made, [{name: 'reboot'}], {resourceJob: () => probed}).failed).toMatchObject([{key: 'name'}]);
  });

  it('says what was done to a value', () => {
    const made = template('id: t_{__index__}', 'command: show {a} {b} {c}');
    const [instance] = expand(made, [{a: 'x y', b: '', c: '-rf'}]).instances;
    expect(instance?.notices.map(({code, message}) => [code, message])).toEqual([
      ['template/quoted-value', '"x y" is quoted in the command, one word; unquoted it would be 2'],
      ['template/empty-value', '{b} is empty, so the command gets no argument here'],
      ['template/option-value', '"-rf" begins with a dash: a program takes it for an option'],
    ]);
  });
});

describe('what an author is told before any value is there', () => {
  it.each([
    ['command: show {a} "{a}"', []],
    ['command: {a} x', ['template/value-as-command']],
    ['command: sh -c "show {a}"', ['template/unquotable-place']],
    ['command: echo ${a}', ['template/shell-variable']],
    ['command: echo `x {a}` {__index__}', ['template/unquotable-place']],
  ])('%s', (command, codes) => {
    expect(checkCommand(template('id: t_{a}', command)).map(({code}) => code)).toEqual(codes);
  });

  it('is nothing for a Jinja command, whose text depends on the values', () => {
    expect(checkCommand(template('template-engine: jinja2', 'id: t_{{ a }}', 'command: {{ a }}'))).toEqual([]);
  });
});
