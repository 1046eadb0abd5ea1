import type {Exporter} from './submission.ts';

type Export = Exporter['export'];

/** A format whose module is loaded when it is first asked for. */
function late(name: string, fileName: string, load: () => Promise<Export>): Exporter {
  return {
    name,
    fileName,
    async *export(submission) {
      const write = await load();
      yield* write(submission);
    },
  };
}

const formats: readonly Exporter[] = [
  late('json', 'submission.json', async () => (await import('./json.ts')).exportJson),
  late('html', 'report.html', async () => (await import('./html.ts')).exportHtml),
  late('junit', 'junit.xml', async () => (await import('./junit.ts')).exportJunit),
  late('text', 'report.txt', async () => (await import('./text.ts')).exportText),
  late('tar', 'submission.tar.xz', async () => (await import('./tar.ts')).exportTar),
  late('xlsx', 'report.xlsx', async () => (await import('./xlsx.ts')).exportXlsx),
];

/** Every format by name. */
export const exporters: ReadonlyMap<string, Exporter> = new Map(formats.map((format) => [format.name, format]));

/** What a run leaves in its report folder unless told otherwise. */
export const stockExporters: readonly string[] = ['json', 'html', 'junit'];
