import {describe, expect, it} from 'vitest';
import {readConfiguration, settingOf, textOf} from '../../src/config/configuration.ts';
import {defaultLauncher} from '../../src/config/defaults.ts';
import {explainKey} from '../../src/config/explain.ts';
import {expandPath} from '../../src/config/layers.ts';
import {readKeyName} from '../../src/config/overrides.ts';
import {dataDirectory, wantedReports} from '../../src/config/reports.ts';
import {splitPatterns} from '../../src/config/values.ts';
import {fakeHost} from '../helpers/fake-host.ts';
import {fc} from '../helpers/property.ts';

const env = {HOME: '/home/u'};

function read(launcher: string, overrides: readonly string[] = [], text = overrides.join(' ')) {
  const host = fakeHost({'/l': launcher}, {env});
  const commandLine = {path: 'command line', text};
  return readConfiguration(host, {launcher: '/l', overrides, commandLine, workingDirectory: '/'});
}

describe('a key', () => {
  it.each([
    ['ui.type', {section: 'ui', key: 'type'}],
    ['test plan.unit', {section: 'test plan', key: 'unit'}],
    ['auto_retry', {section: 'ui', key: 'auto_retry'}],
    ['environment.A', {section: 'environment', key: 'A'}],
    ['manifest.com.example::has_x', {section: 'manifest', key: 'com.example::has_x'}],
    ['transport:my.out.path', {section: 'transport:my.out', key: 'path'}],
    ['daemon.normal_user', {section: 'daemon', key: 'normal_user'}],
    // Two sections have it.
    ['forced', undefined],
    ['nothing', undefined],
  ])('%s is named', (text, expected) => expect(readKeyName(text)).toEqual(expected));
});

describe('settings of the command line', () => {
  it('go over the launcher, the last of them over the others', () => {
    const {value, diagnostics} = read('[ui]\ntype = silent\n', ['ui.type=converged', 'ui.type=interactive']);
    expect(textOf(value, 'ui', 'type')).toBe('interactive');
    expect(diagnostics.filter(({severity}) => severity === 'error')).toEqual([]);
  });

  it('keep an equals sign in their value', () => {
    expect(textOf(read('', ['environment.URL=a=b']).value, 'environment', 'URL')).toBe('a=b');
  });

  it.each([
    ['ui.tipe=silent', 'config/unknown-key', 'type'],
    ['ui.type', 'config/unknown-key', undefined],
    ['ui.type=sillent', 'config/bad-value', 'silent'],
    ['test plan.uint=x', 'config/unknown-key', 'unit'],
  ])('%s is a mistake that the message points at', (override, code, suggestion) => {
    const text = `assay run --set ${override}`;
    const [first, ...others] = read('', [override], text).diagnostics;
    expect(others).toEqual([]);
    expect(first).toMatchObject({code, ...(suggestion === undefined ? {} : {suggestion})});
    expect(first?.span.file.text).toBe(text);
    expect(first?.span.start).toBeGreaterThanOrEqual(text.indexOf(override));
  });
});

describe('an explanation', () => {
  it('has every layer, the one that counts first, and the default last', () => {
    const {value} = read('[ui]\nauto_retry = yes\n', ['auto_retry=no']);
    expect(explainKey(value, 'ui', 'auto_retry')).toMatchObject({
      value: false,
      sources: [
        {layer: 'command line', value: false, wins: true},
        {layer: 'launcher', file: '/l', line: 2, value: true, wins: false},
        {layer: 'default', value: false, wins: false},
      ],
    });
  });

  it('of a key that nothing sets has its default, or nothing', () => {
    const {value} = read('');
    expect(explainKey(value, 'ui', 'max_attempts')?.sources).toEqual([{layer: 'default', value: 3, wins: true}]);
    expect(explainKey(value, 'run', 'timeout')).toMatchObject({value: undefined, sources: []});
    expect(explainKey(value, 'ui', 'nothing')).toBeUndefined();
  });
});

describe('the default launcher', () => {
  it('is a launcher without a finding that says what counts anyway', () => {
    const {value, diagnostics} = read(defaultLauncher());
    expect(diagnostics).toEqual([]);
    for (const {section, key, value: written} of value.layers[0]?.settings ?? []) {
      const unset = explainKey({layers: []}, section, key);
      expect([section, key, written]).toEqual([section, key, unset?.value]);
    }
  });
});

describe('patterns', () => {
  it.each([
    ['.*a .*b', ['.*a', '.*b']],
    ['.*a, .*b,', ['.*a', '.*b']],
    ['a{1,2}', ['a{1,2}']],
    ['[a, b] (c d)', ['[a, b]', '(c d)']],
    ['a\\ b \\(', ['a\\ b', '\\(']],
    ['', []],
  ])('%j are split', (text, expected) => expect(splitPatterns(text)).toEqual(expected));
});

describe('a path', () => {
  it.each([
    ['~/x', '/home/u/x'],
    ['$HOME/x', '/home/u/x'],
    ['${HOME}x', '/home/ux'],
    ['$NOT/x', '$NOT/x'],
    ['a~b', 'a~b'],
  ])('%s is expanded', (path, expected) => expect(expandPath(path, {env})).toBe(expected));

  it('for the data of people follows the XDG specification', () => {
    expect(dataDirectory({env: {HOME: '/h', XDG_DATA_HOME: '/data'}})).toBe('/data');
    expect(dataDirectory({env: {HOME: '/h', XDG_DATA_HOME: 'relative'}})).toBe('/h/.local/share');
  });
});

describe('reports', () => {
  const reports = (launcher: string) =>
    wantedReports(read(launcher).value, {host: fakeHost({}, {env}), formats: ['html', 'text'], directory: '/work'});

  it('go where their transport says, relative paths from the launcher', () => {
    const launcher = [
      '[exporter:mine]\nunit = com.canonical.plainbox::html\n',
      '[transport:file]\ntype = file\npath = out/r.html\n',
      '[transport:home]\ntype = file\npath = ~/r.txt\n',
      '[transport:err]\ntype = stream\nstream = stderr\n',
      '[transport:c3]\ntype = submission-service\n',
      '[report:a]\nexporter = mine\ntransport = file\n',
      '[report:b]\nexporter = text\ntransport = home\n',
      '[report:c]\nexporter = text\ntransport = err\n',
      '[report:d]\nexporter = text\ntransport = c3\n',
    ];
    expect(reports(launcher.join(''))).toEqual({
      stock: undefined,
      reports: [
        {exporter: 'html', to: {type: 'file', path: '/work/out/r.html'}},
        {exporter: 'text', to: {type: 'file', path: '/home/u/r.txt'}},
        {exporter: 'text', to: {type: 'stream', stream: 'stderr'}},
      ],
      diagnostics: [],
    });
  });

  it.each([
    ['[report:a]\nexporter = html\n', 'error', '[report:a] needs a key transport.'],
    ['[report:a]\nexporter = html\ntransport = x\n', 'error', 'There is no section [transport:x].'],
    [
      '[report:a]\nexporter = html\ntransport = x\n[transport:x]\npath = y\n',
      'error',
      'needs a key type: file or stream.',
    ],
    [
      '[report:a]\nexporter = html\ntransport = x\n[transport:x]\ntype = file\n',
      'error',
      'of type file needs a key path.',
    ],
    [
      '[report:a]\nexporter = htlm\ntransport = x\n[transport:x]\ntype = stream\n',
      'error',
      'There is no exporter htlm',
    ],
    [
      '[report:a]\nexporter = rfc822\ntransport = x\n[transport:x]\ntype = stream\n',
      'warning',
      'this report is not written',
    ],
  ])('%j is told', (launcher, severity, message) => {
    const {reports: made, diagnostics} = reports(launcher);
    expect(made).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({severity, message: expect.stringContaining(message)});
  });

  it('are the usual ones unless somebody names some', () => {
    expect(reports('').stock).toBeUndefined();
    expect(reports('[launcher]\nstock_reports = none\n').stock).toEqual(['none']);
    expect(reports('[launcher]\nstock_reports =\n').stock).toEqual([]);
  });
});

it('any text is read without an exception, its values from where they stand', () => {
  const word = fc.constantFrom(
    '[ui]',
    '[environment]',
    '[x',
    'type',
    '=',
    'silent',
    '\n',
    '  ',
    '#',
    '"',
    ':',
    '[a:b]',
    'A',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({maxLength: 3})), {maxLength: 40}), (words) => {
      const {value} = read(words.join(''));
      for (const {section, key} of value.layers[0]?.settings ?? []) {
        const setting = settingOf(value, section, key);
        if (typeof setting?.value !== 'string' || setting.value.includes('\n')) continue;
        const {file, start, end} = setting.span;
        expect(file.text.slice(start, end).trim()).toBe(setting.value);
      }
    }),
  );
});
