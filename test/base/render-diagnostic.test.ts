import {describe, expect, it} from 'vitest';
import type {Diagnostic} from '../../src/base/diagnostic.ts';
import {diagnosticToJson, renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {fc} from '../helpers/property.ts';

const file = {path: 'units/a.pxu', text: 'id: x\r\ncomand: \ttrue\nlast'};

function diagnostic(start: number, end: number, more: Partial<Diagnostic> = {}): Diagnostic {
  return {code: 'unit/unknown-field', severity: 'error', message: 'No such field.', span: {file, start, end}, ...more};
}

describe('renderDiagnostic', () => {
  it('draws the line and a caret under the place', () => {
    expect(renderDiagnostic(diagnostic(7, 13, {suggestion: 'command'}))).toBe(
      [
        'units/a.pxu:2:1: error[unit/unknown-field]: No such field.',
        '  2 | comand:  true',
        '    | ^^^^^^',
        '  = did you mean command?',
      ].join('\n'),
    );
  });

  it('names related places', () => {
    const related = [{message: 'the first is here', span: {file, start: 0, end: 2}}];
    expect(renderDiagnostic(diagnostic(7, 13, {related}))).toContain('\n  units/a.pxu:1:1: the first is here');
  });

  it('draws one line of a longer span, without its line end', () => {
    expect(renderDiagnostic(diagnostic(0, file.text.length)).split('\n').slice(1)).toEqual([
      '  1 | id: x',
      '    | ^^^^^',
    ]);
  });

  it('points behind the last character at the end of the file', () => {
    const end = file.text.length;
    expect(renderDiagnostic(diagnostic(end, end)).split('\n').slice(1)).toEqual(['  3 | last', '    |     ^']);
  });

  it('shows a window of a very long line with the caret in it', () => {
    const long = {path: 'long', text: `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`};
    const lines = renderDiagnostic(diagnostic(0, 0, {span: {file: long, start: 5000, end: 5004}})).split('\n');
    const [, shown = '', caret = ''] = lines;
    expect(shown.length).toBeLessThan(130);
    expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('colours by severity only when asked', () => {
    expect(renderDiagnostic(diagnostic(0, 2), {colour: true})).toContain(
      '\u001b[1;31merror[unit/unknown-field]\u001b[0m',
    );
    expect(renderDiagnostic(diagnostic(0, 2))).not.toContain('\u001b');
  });

  it('lets no control character of a file or its name reach the terminal', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), fc.nat(30), (path, text, at) => {
        const span = {file: {path, text}, start: Math.min(at, text.length), end: text.length};
        const shown = renderDiagnostic(diagnostic(0, 0, {span, message: text}));
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\ufeff]/);
      }),
    );
  });
});

describe('diagnosticToJson', () => {
  it('has the place as file, line and column', () => {
    const related = [{message: 'the first is here', span: {file, start: 0, end: 2}}];
    expect(diagnosticToJson(diagnostic(7, 13, {suggestion: 'command', related}))).toEqual({
      code: 'unit/unknown-field',
      severity: 'error',
      message: 'No such field.',
      file: 'units/a.pxu',
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 7,
      suggestion: 'command',
      related: [{message: 'the first is here', file: 'units/a.pxu', line: 1, column: 1, endLine: 1, endColumn: 3}],
    });
  });

  it('leaves out what there is not', () => {
    expect(Object.keys(diagnosticToJson(diagnostic(0, 1)))).not.toContain('suggestion');
  });
});
