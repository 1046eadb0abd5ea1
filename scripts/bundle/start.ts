import {partLoader} from './loader.ts';

partLoader(import.meta.dirname)('cli.cjs');
