import {describe, expect, it} from 'vitest';
import {build, buildYaml, codes, spanText} from '../helpers.ts';

describe('a test plan', () => {
  const text = `unit: test plan
id: all
_name: All
_description: Everything.
estimated_duration: 2h
timeout: 10m
silence-timeout: 90
setup_include: setup
bootstrap_include:
  device
mandatory_include: sys
include:
  disk/.*  certification-status=blocker, category_id=org.other::disk  # comment
  "with space" auto-retry=no
  .
  # comment
  usb/(?!x=1|y,z).*
exclude: disk/slow
nested_part: one two
category_overrides: apply disk to disk/.*
certification_status_overrides:
  apply blocker to "a b"
  apply not-part-of-certification to x.*  # why
`;

  it('has selectors, overrides and parts', () => {
    const built = build(text);
    expect(built.diagnostics).toEqual([]);
    expect(built.value).toMatchObject({
      id: 'com.example::all',
      name: 'All',
      description: 'Everything.',
      estimatedMs: 7_200_000,
      timeoutMs: 600_000,
      silenceTimeoutMs: 90_000,
      setupInclude: [{pattern: {text: 'setup'}}],
      bootstrapInclude: [{pattern: {text: 'device'}}],
      mandatoryInclude: [{pattern: {text: 'sys'}}],
      include: [
        {pattern: {text: 'disk/.*'}, certificationStatus: 'blocker', category: {id: 'org.other::disk'}},
        {pattern: {text: 'with space'}, autoRetry: false},
        {pattern: {text: 'usb/(?!x=1|y,z).*'}},
      ],
      exclude: [{pattern: {text: 'disk/slow'}}],
      nestedParts: [{id: 'com.example::one'}, {id: 'com.example::two'}],
      categoryOverrides: [{category: {id: 'com.example::disk'}, pattern: {text: 'disk/.*'}}],
      certificationStatusOverrides: [
        {status: 'blocker', pattern: {text: 'a b'}},
        {status: 'not-part-of-certification', pattern: {text: 'x.*'}},
      ],
    });
  });

  it('knows where its patterns stand', () => {
    const {value} = build(text);
    const include = value?.kind === 'test plan' ? value.include : [];
    expect(include.map(({pattern, category}) => [spanText(pattern.span), spanText(category?.span)])).toEqual([
      ['disk/.*', 'org.other::disk'],
      ['with space', undefined],
      ['usb/(?!x=1|y,z).*', undefined],
    ]);
  });

  it('is the same from YAML', () => {
    const built = buildYaml(`unit: test plan
id: all
name: All
include:
  - disk/.*
  - usb/.*: {certification-status: blocker, category-id: usb}
  - net/.*  certification_status=blocker
nested_part: [one]
certification_status_overrides:
  - apply blocker to .*
`);
    expect(built.diagnostics).toEqual([]);
    expect(built.value).toMatchObject({
      include: [
        {pattern: {text: 'disk/.*'}},
        {pattern: {text: 'usb/.*'}, certificationStatus: 'blocker', category: {id: 'com.example::usb'}},
        {pattern: {text: 'net/.*'}, certificationStatus: 'blocker'},
      ],
      nestedParts: [{id: 'com.example::one'}],
      certificationStatusOverrides: [{status: 'blocker', pattern: {text: '.*'}}],
    });
  });

  it('V2: whose kind is misspelled says where, and what was meant', () => {
    const built = build('unit: test-plan\nid: a\n_name: A\n');
    expect([built.value, built.diagnostics[0]?.suggestion, spanText(built.diagnostics[0]?.span)]).toEqual([
      undefined,
      'test plan',
      'test-plan',
    ]);
  });
});

describe('the smaller kinds', () => {
  it('a category has a name, or its id for one', () => {
    expect(build('unit: category\nid: disk\n_name: Disks\n')).toMatchObject({value: {name: 'Disks'}, diagnostics: []});
    const nameless = build('unit: category\nid: disk\n');
    expect([nameless.value, codes(nameless)]).toMatchObject([{name: 'disk'}, ['warning unit/missing-field']]);
  });

  it('a manifest entry has a type, units and a reason to be hidden', () => {
    const built = build(
      'unit: manifest entry\nid: _screen\n_name: Screen\nvalue-type: natural\nvalue-units: inch\n_prompt: How large?\nresource-key: size\nhidden-reason: Set by the lab.\n',
    );
    expect(built.diagnostics).toEqual([]);
    expect(built.value).toMatchObject({
      id: 'com.example::_screen',
      valueType: 'natural',
      valueUnit: 'inch',
      prompt: 'How large?',
      resourceKey: 'size',
      hiddenReason: 'Set by the lab.',
    });
    expect(codes(build('unit: manifest entry\nid: _a\n_name: A\nvalue-type: bool\n'))).toEqual([
      'warning unit/missing-field',
    ]);
  });

  it('an exporter has options and data, as JSON or as YAML', () => {
    const head = 'unit: exporter\nid: html\n_summary: Pages\nentry_point: jinja2\nfile_extension: html\n';
    const expected = {
      value: {entryPoint: 'jinja2', fileExtension: 'html', options: ['a', 'b', 'c'], data: {template: 'x.html'}},
      diagnostics: [],
    };
    expect(build(`${head}options: a; b, c\ndata: {\n "template": "x.html" }\n`)).toMatchObject(expected);
    expect(buildYaml(`${head}options: [a, b, c]\ndata: {template: x.html}\n`)).toMatchObject(expected);
  });

  it('packaging meta-data is known by its place and has fields of its own', () => {
    const built = build(
      'unit: packaging meta-data\nos-id: debian\nos-version-id: >= 12\nDepends:\n python3 (>= 3.2),\n dmidecode\nSuggests: a, b\nX-Own: y\n',
    );
    expect(built).toMatchObject({
      diagnostics: [],
      value: {
        id: 'com.example::packaging-meta-data/test.pxu:1',
        osId: 'debian',
        osVersionId: '>= 12',
        depends: ['python3 (>= 3.2)', 'dmidecode'],
        recommends: [],
        suggests: ['a', 'b'],
      },
    });
  });
});

describe('any unit', () => {
  it('is not built from a damaged record, whose lost fields are not missed', () => {
    const built = build('plugin: shell\necho done\n');
    expect([built.value, built.diagnostics]).toEqual([undefined, []]);
  });

  it('says the same thing once, in the order of the file', () => {
    const built = buildYaml('flags: [[a]]\nplugin: resource\nprobe: a\ncommand: b\nid: [x]\n');
    expect(codes(built)).toEqual(['error unit/bad-value', 'error unit/conflicting-fields', 'error unit/bad-value']);
  });

  it('has what it allows silenced', () => {
    expect(build('# assay: allow unit/no-command a milestone\nid: a\nplugin: shell\n')).toMatchObject({
      value: {id: 'com.example::a'},
      diagnostics: [],
    });
  });
});
