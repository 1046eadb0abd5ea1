import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import {messageOf} from '../base/message-of.ts';
import type {SourceText, Span} from '../base/source.ts';
import type {ResourceRecord} from '../expressions/environment.ts';
import {Environment, type Node, parse, type RuntimeValue, tokenize} from './jinja-engine.ts';
import {tagsOf} from './jinja-keys.ts';
import {type PlainJinja, readPlain, renderPlain} from './jinja-plain.ts';
import {environmentTexts, JinjaRefusal, MissingVariable, Renderer} from './jinja-renderer.ts';
import {childrenOf, toRuntime} from './jinja-values.ts';
import {failure, type Hole, type HoleSource, type Rendered, type RenderResult} from './rendered.ts';
import {mark} from './shell/place.ts';
import {recordValue} from './value-text.ts';

/** Longer texts are refused rather than read. */
const longestTemplate = 100_000;
const longestRange = 10_000;
/** Noncharacters that mark holes. */
const reserved = /[\uFDD0-\uFDD2]/;

/** What a Jinja text can see besides the record. */
export interface JinjaEnvironment {
  readonly systemEnv: Readonly<Record<string, string | undefined>>;
  readonly checkboxEnv: Readonly<Record<string, string | undefined>>;
  readonly onUbuntuCore: boolean;
}

/** A text that can be filled in; `plain` where that takes no engine. */
export interface JinjaText {
  readonly source: SourceText;
  readonly plain?: PlainJinja;
  readonly program?: JinjaProgram;
}

/** A text as the engine reads it. */
interface JinjaProgram {
  readonly root: Node;
  /** Every name in it, so that only what it asks for is handed to the engine. */
  readonly names: ReadonlySet<string>;
  readonly outputs: ReadonlySet<Node>;
  /** How each output is written, and where. */
  readonly written: ReadonlyMap<Node, {readonly written: string; readonly span: Span; readonly key?: string}>;
}

const blockNames = ['body', 'alternate', 'defaultBlock'];
/** Nodes of a block that print nothing themselves. The text of a filter or call block is printed. */
const silent = new Set(['If', 'For', 'Set', 'Macro', 'Comment', 'Break', 'Continue', 'StringLiteral']);

/** The nodes that print, in the order they are written. */
function outputsOf(node: Node, found: Node[] = []): Node[] {
  const blocks = new Set<unknown>(blockNames.flatMap((name) => Reflect.get(node, name) ?? []));
  for (const child of childrenOf(node)) {
    if (blocks.has(child) && !silent.has(child.type)) found.push(child);
    outputsOf(child, found);
  }
  return found;
}

function namesOf(node: Node, names: Set<string>): Set<string> {
  const value: unknown = Reflect.get(node, 'value');
  if (node.type === 'Identifier' && typeof value === 'string') names.add(value);
  for (const child of childrenOf(node)) namesOf(child, names);
  return names;
}

function syntaxProblem(text: SourceText, message: string): Diagnostic {
  return {
    code: 'template/jinja-syntax',
    severity: 'error',
    message: `this is no Jinja text: ${message}`,
    span: text.span,
  };
}

/** Pairs outputs with the tags they come from; a tag that prints a string literal is text to the engine. */
function writtenOutputs(text: SourceText, outputs: readonly Node[]): JinjaProgram['written'] {
  const tags = tagsOf(text).filter(
    ({kind, start, end}) => kind === 'output' && !/^\s*(?:'[^']*'|"[^"]*")\s*$/.test(text.text.slice(start, end)),
  );
  const simple = outputs.filter(({type}) => type !== 'FilterStatement' && type !== 'CallStatement');
  if (tags.length !== simple.length) return new Map();
  return new Map(
    tags.flatMap((tag, index) => {
      const node = simple[index];
      const inner = text.text.slice(tag.start, tag.end).trim();
      const key = /^[A-Za-z_]\w*$/.test(inner) ? {key: inner} : {};
      return node === undefined ? [] : [[node, {written: `{{ ${inner} }}`, span: tag.span, ...key}] as const];
    }),
  );
}

/** Reads a Jinja text; undefined where it is none. */
export function parseJinja(text: SourceText): Parsed<JinjaText | undefined> {
  if (text.text.length > longestTemplate) {
    return {value: undefined, diagnostics: [syntaxProblem(text, `it has more than ${longestTemplate} characters`)]};
  }
  const plain = readPlain(text);
  if (plain !== undefined) return {value: {source: text, plain}, diagnostics: []};
  try {
    return {value: {source: text, program: readProgram(text)}, diagnostics: []};
  } catch (error) {
    // The engine throws for whatever it cannot read, by a stack overflow too.
    return {value: undefined, diagnostics: [syntaxProblem(text, messageOf(error))]};
  }
}

function readProgram(text: SourceText): JinjaProgram {
  const root = parse(tokenize(text.text, {lstrip_blocks: false, trim_blocks: false}));
  const outputs = outputsOf(root);
  return {root, names: namesOf(root, new Set()), outputs: new Set(outputs), written: writtenOutputs(text, outputs)};
}

function range(...bounds: readonly number[]): readonly number[] {
  const [first = 0, second, step = 1] = bounds;
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const length = step === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= longestRange)) throw new JinjaRefusal(`a range has more than ${longestRange} numbers`);
  return Array.from({length}, (_, index) => from + index * step);
}

interface JinjaScope extends JinjaEnvironment {
  readonly record: ResourceRecord;
  readonly index: number;
  readonly lenient: boolean;
}

type Sources = WeakMap<RuntimeValue, HoleSource>;

type Variables = Readonly<Record<string, string | undefined>>;

/** A process has many variables, and most texts ask for one of them: what the engine makes of each is made once. */
const knownTexts = new WeakMap<Variables, ReadonlyMap<string, RuntimeValue>>();

function textsOf(variables: Variables): ReadonlyMap<string, RuntimeValue> {
  const known = knownTexts.get(variables);
  if (known !== undefined) return known;
  const given = Object.entries(variables).filter(([, text]) => text !== undefined);
  const texts = new Map(given.map(([name, text]) => [name, toRuntime(text)]));
  for (const text of texts.values()) environmentTexts.add(text);
  knownTexts.set(variables, texts);
  return texts;
}

/** A mapping for each text, as a text may set what is in it. */
function environmentValue(variables: Variables): RuntimeValue {
  const value = toRuntime({});
  if (value.value instanceof Map) for (const [name, text] of textsOf(variables)) value.value.set(name, text);
  return value;
}

function environmentOf({names}: JinjaProgram, scope: JinjaScope): Environment {
  const environment = new Environment();
  for (const name of names) {
    const value = recordValue(scope.record, name);
    if (typeof value === 'string' && reserved.test(value)) {
      throw new JinjaRefusal(`the value of "${name}" holds a character that no text may have`);
    }
    if (value !== undefined) environment.setVariable(name, toRuntime(value));
  }
  const define = (name: string, make: () => RuntimeValue): void => {
    if (names.has(name)) environment.setVariable(name, make());
  };
  define('__index__', () => toRuntime(scope.index));
  define('__on_ubuntucore__', () => toRuntime(scope.onUbuntuCore));
  define('__system_env__', () => environmentValue(scope.systemEnv));
  define('__checkbox_env__', () => environmentValue(scope.checkboxEnv));
  define('range', () => toRuntime(range));
  return environment;
}

/** What the engine says of itself, in an author's words. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof RangeError) return 'it makes a text that is too long';
  const known: Readonly<Record<string, string>> = {
    String: 'text',
    Integer: 'a number',
    Float: 'a number',
    Array: 'a list',
  };
  return message.replaceAll(/\b(String|Integer|Float|Array)Value\b/g, (whole, kind: string) => known[kind] ?? whole);
}

function problemOf(error: unknown, {span}: SourceText): RenderResult {
  if (error instanceof MissingVariable) {
    return failure({code: 'template/missing-key', message: error.message, span, key: error.variable});
  }
  const reason = reasonOf(error);
  return failure({code: 'template/jinja-error', message: `this text cannot be filled in: ${reason}`, span});
}

/** The text for one record, with every value that it prints in a hole of its own. */
export function renderJinja({source, plain, program}: JinjaText, scope: JinjaScope): RenderResult {
  const rendered = plain && renderPlain(plain, scope.record);
  if (rendered !== undefined) return {ok: true, rendered};
  try {
    return {ok: true, rendered: runProgram(program ?? readProgram(source), scope, source.span)};
  } catch (error) {
    return problemOf(error, source);
  }
}

function runProgram(program: JinjaProgram, scope: JinjaScope, span: Span): Rendered {
  const sources: Sources = new WeakMap();
  const {outputs} = program;
  const renderer = new Renderer(environmentOf(program, scope), {outputs, sources, lenient: scope.lenient});
  const whole = String(renderer.run(program.root).value);
  const holes: Hole[] = [];
  const skeleton = whole.replace(new RegExp(`${mark}(\\d+)\uFDD1`, 'g'), (_, number) => {
    const output = renderer.outputs[Number(number)];
    if (output === undefined) throw new JinjaRefusal('it takes a filled-in text apart');
    const {node, ...rest} = output;
    holes.push({...rest, written: '{{ … }}', span, ...program.written.get(node)});
    return mark;
  });
  const literals = skeleton.split(mark);
  if (literals.length !== holes.length + 1) throw new JinjaRefusal('it takes a filled-in text apart');
  return {skeleton, literals, holes, absent: [...renderer.absent]};
}
