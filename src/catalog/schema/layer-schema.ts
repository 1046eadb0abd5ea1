import type {Schema} from './value-schema.ts';

/** What the transforms know and no unit keeps: fields that may stand in any unit of a YAML file. */
export const layerFields: {readonly [name: string]: Schema} = {
  matrix: {
    description: 'Makes a unit for each combination of values, which its texts name as `matrix.NAME`.',
    type: 'object',
    properties: {
      exclude: {description: 'Combinations that are left out.', type: 'array', items: {type: 'object'}},
      include: {description: 'Combinations besides.', type: 'array', items: {type: 'object'}},
    },
    additionalProperties: {type: ['array', 'string', 'number', 'boolean']},
  },
  run: {
    description: 'Describes the command: a script of `bin/`, a module of `data/`, or lines for the shell.',
    type: 'object',
    required: ['using'],
    properties: {
      using: {description: 'What is run.', enum: ['script', 'shell', 'task']},
      name: {description: 'With `script`: a program of `bin/`.', type: 'string'},
      module: {description: 'With `task`: a JavaScript or TypeScript module of `data/`.', type: 'string'},
      script: {description: 'With `shell`: the lines it runs.', type: 'string'},
      arguments: {description: 'Words that are quoted for the shell.', type: ['array', 'string', 'number']},
      env: {description: 'Variables it gets.', type: 'object'},
      strict: {description: 'With `shell`: stop at the first failure or unset variable.', type: 'boolean'},
      directory: {description: 'With `shell`: where it runs.', type: 'string'},
    },
    additionalProperties: false,
  },
  chunks: {
    description: 'Where the provider lists `assay/chunk`: how many parts are made of the job.',
    type: ['integer', 'string', 'object'],
  },
};
