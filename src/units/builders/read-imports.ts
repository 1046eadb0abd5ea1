import {qualify} from '../../base/ids.ts';
import type {SourceText} from '../../base/source.ts';
import {quoted} from '../syntax-report.ts';
import type {Import} from '../unit.ts';
import {wordsOf} from '../words.ts';
import {type Builder, complain} from './builder.ts';
import {readLines} from './read-text.ts';

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

function badImport(builder: Builder, line: SourceText, message: string): undefined {
  complain(builder, {code: 'unit/bad-import', message, span: line.span});
  return undefined;
}

/** `from NAMESPACE import PARTIAL_ID [as NAME]`. */
function readImport(builder: Builder, line: SourceText): Import | undefined {
  const words = wordsOf(line);
  const [from, namespace, imports, partial, as, alias] = words;
  const isShort = words.length === 4;
  const isShaped =
    from?.text === 'from' && imports?.text === 'import' && (isShort || (words.length === 6 && as?.text === 'as'));
  if (!isShaped || namespace === undefined || partial === undefined) {
    return badImport(
      builder,
      line,
      'An import is written "from NAMESPACE import RESOURCE" or with "as NAME" after it.',
    );
  }
  if (namespace.text.includes('::') || partial.text.includes('::')) {
    return badImport(builder, line, 'An import names the namespace and the resource apart, without "::".');
  }
  const name = alias ?? partial;
  if (!identifier.test(name.text)) {
    complain(builder, {
      code: 'unit/bad-import',
      message: `${quoted(name.text)} cannot be used in an expression: give the resource a name with "as".`,
      span: name.span,
    });
    return undefined;
  }
  return {name: name.text, resource: {id: qualify(partial.text, namespace.text), span: partial.span}};
}

export function readImports(builder: Builder, field: string): readonly Import[] {
  return readLines(builder, field).flatMap((line) => readImport(builder, line) ?? []);
}
