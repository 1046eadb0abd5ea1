import {resolve} from 'node:path';
import type {Plugin} from 'rolldown';
import type {
  ArrayBindingPattern,
  ForOfStatement,
  Node,
  SourceFile,
  TypeAliasDeclaration,
} from 'typescript/unstable/ast';
import {
  isArrayBindingPattern,
  isBindingElement,
  isForOfStatement,
  isTypeAliasDeclaration,
  isVariableDeclarationList,
} from 'typescript/unstable/ast/is';
import {API, type Checker, type Program, type Type, TypeFlags} from 'typescript/unstable/sync';

const home = resolve(import.meta.dirname, '../..');

/** What the types of values must fit that are taken for arrays. Found here by its name. */
export type List = readonly unknown[];

function typeOfList({program, checker}: {readonly program: Program; readonly checker: Checker}): Type {
  const aliases: TypeAliasDeclaration[] = [];
  program.getSourceFile(import.meta.filename)?.forEachChild((node) => {
    if (isTypeAliasDeclaration(node) && node.name.text === 'List') aliases.push(node);
  });
  const type = aliases[0] && checker.getTypeFromTypeNode(aliases[0].type);
  if (type === undefined) throw new Error(`${import.meta.filename} is no part of the project`);
  return type;
}

/** The value that is gone through or taken apart, where that may be rewritten. */
function listIn(node: Node): Node | undefined {
  if (isForOfStatement(node)) {
    return node.awaitModifier === undefined && isVariableDeclarationList(node.initializer)
      ? node.expression
      : undefined;
  }
  const takesRest = (element: Node): boolean => isBindingElement(element) && element.dotDotDotToken !== undefined;
  return isArrayBindingPattern(node) && !node.elements.some(takesRest) ? node : undefined;
}

/** A file's text with some of its nodes written anew. */
class Rewriting {
  readonly #file: SourceFile;
  readonly #lists: ReadonlySet<Node>;
  #loops = 0;

  constructor(file: SourceFile, lists: ReadonlySet<Node>) {
    this.#file = file;
    this.#lists = lists;
  }

  text(node: Node): string {
    const list = listIn(node);
    const before = this.#file.text.slice(node.pos, node.getStart(this.#file));
    if (list !== undefined && this.#lists.has(list)) {
      if (isForOfStatement(node)) return before + this.#loop(node);
      if (isArrayBindingPattern(node)) return before + this.#pattern(node);
    }
    return this.#children(node);
  }

  /** Everything between the children as it is. */
  #children(node: Node): string {
    let text = '';
    let at = node.pos;
    node.forEachChild((child: Node) => {
      text += this.#file.text.slice(at, child.pos) + this.text(child);
      at = child.end;
    });
    return text + this.#file.text.slice(at, node.end);
  }

  #loop({initializer, expression, statement}: ForOfStatement): string {
    const list = `$list${this.#loops}`;
    const at = `$at${this.#loops++}`;
    const head = `let ${list} = ${this.text(expression)}, ${at} = 0; ${at} < ${list}.length; ${at}++`;
    return `for (${head}) {${this.text(initializer)} = ${list}[${at}]; ${this.text(statement)}}`;
  }

  #pattern({elements}: ArrayBindingPattern): string {
    const parts = elements.flatMap((element, index) =>
      isBindingElement(element) && element.name !== undefined ? [`${index}: ${this.text(element).trimStart()}`] : [],
    );
    return `{${parts.join(', ')}}`;
  }
}

/** Reads the project's types once; `rewrite` gives undefined for what is none of its files. */
export interface LoopRewriter extends Disposable {
  rewrite(path: string): string | undefined;
}

export function openLoopRewriter(): LoopRewriter {
  const api = new API({cwd: home});
  const [project] = api.updateSnapshot({openProjects: [resolve(home, 'tsconfig.json')]}).getProjects();
  if (project === undefined) throw new Error('there is no project in tsconfig.json');
  const {checker, program} = project;
  const list = typeOfList(project);
  const isList = (type: Type | undefined): boolean =>
    type !== undefined &&
    (type.flags & (TypeFlags.Any | TypeFlags.Never)) === 0 &&
    checker.isTypeAssignableTo(type, list);
  return {
    rewrite(path) {
      const file = program.getSourceFile(path);
      if (file === undefined) return undefined;
      const asked: Node[] = [];
      const visit = (node: Node): void => {
        const found = listIn(node);
        if (found !== undefined) asked.push(found);
        node.forEachChild(visit);
      };
      visit(file);
      const types = checker.getTypeAtLocation(asked);
      return new Rewriting(file, new Set(asked.filter((_, index) => isList(types[index])))).text(file);
    },
    [Symbol.dispose]: () => api.close(),
  };
}

/**
 * Goes through arrays by their index, and takes them apart by it. The language asks an iterator for each item, in two
 * objects and three calls, until V8 has optimized a function; most of ours are done before. What is an array is known
 * from its type.
 */
export function plainLoops(): Plugin {
  const rewriter = openLoopRewriter();
  return {
    name: 'plain-loops',
    transform(_, id) {
      const code = id.startsWith(`${home}/src/`) ? rewriter.rewrite(id) : undefined;
      return code === undefined ? undefined : {code};
    },
    closeBundle: () => rewriter[Symbol.dispose](),
  };
}
