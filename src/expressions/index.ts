export type {Expr, Line, Program, ResourceName} from './ast.ts';
export {type CompiledProgram, compileProgram} from './compile.ts';
export type {RecordValue, ResourceRecord, ResourceState, ResourceTable} from './environment.ts';
export {type Bindings, type Evaluation, evaluateProgram, type LineEvaluation} from './evaluate.ts';
export {type AbsentKey, absentKeys, describeEmptyFilter, type FilteredRecord, filterRecords} from './filter.ts';
export {resourceNames} from './names.ts';
export {parseExpression, parseProgram} from './parse.ts';
