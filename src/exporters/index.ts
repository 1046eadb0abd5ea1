import type {Exporter} from './submission.ts';

const formats: readonly Exporter[] = [
  {
    name: 'json',
    fileName: 'submission.json',
    async *export(submission) {
      const {exportJson} = await import('./json.ts');
      yield* exportJson(submission);
    },
  },
  {
    name: 'html',
    fileName: 'report.html',
    async *export(submission) {
      const {exportHtml} = await import('./html.ts');
      yield* exportHtml(submission);
    },
  },
  {
    name: 'junit',
    fileName: 'junit.xml',
    async *export(submission) {
      const {exportJunit} = await import('./junit.ts');
      yield* exportJunit(submission);
    },
  },
  {
    name: 'text',
    fileName: 'report.txt',
    async *export(submission) {
      const {exportText} = await import('./text.ts');
      yield* exportText(submission);
    },
  },
  {
    name: 'tar',
    fileName: 'submission.tar.xz',
    async *export(submission) {
      const {exportTar} = await import('./tar.ts');
      yield* exportTar(submission);
    },
  },
  {
    name: 'xlsx',
    fileName: 'report.xlsx',
    async *export(submission) {
      const {exportXlsx} = await import('./xlsx.ts');
      yield* exportXlsx(submission);
    },
  },
];

/** Every format by name. A format's module is loaded when it is first asked for. */
export const exporters: ReadonlyMap<string, Exporter> = new Map(formats.map((format) => [format.name, format]));

/** What a run leaves in its report folder unless told otherwise. */
export const stockExporters: readonly string[] = ['json', 'html', 'junit'];
