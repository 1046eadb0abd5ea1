import {type ChildProcess, spawn} from 'node:child_process';
import {resolve} from 'node:path';

interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Finding {
  readonly message: string;
  readonly range: {readonly start: Position; readonly end: Position};
}

export interface Completion {
  readonly label: string;
  readonly documentation?: string | {readonly value: string};
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

const server = resolve(import.meta.dirname, '../../node_modules/yaml-language-server/bin/yaml-language-server');
const folder = 'file:///p/';

/** The server that VS Code and other editors run for YAML, with our schemas; spoken to as they do, over LSP. */
export class LanguageClient implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #findings = new Map<string, (findings: readonly Finding[]) => void>();
  readonly #settings: Readonly<Record<string, unknown>>;
  #input = Buffer.alloc(0);
  #requests = 0;

  /** `schemas`: which schema file is for which names. */
  private constructor(schemas: Readonly<Record<string, string>>) {
    const byUrl = Object.fromEntries(Object.entries(schemas).map(([path, names]) => [`file://${path}`, [names]]));
    this.#settings = {
      yaml: {schemas: byUrl, completion: true, validate: true, hover: true, schemaStore: {enable: false}},
    };
    this.#child = spawn(process.execPath, [server, '--stdio'], {stdio: ['pipe', 'pipe', 'inherit']});
    this.#child.stdout?.on('data', (data: Buffer) => this.#read(data));
  }

  static async start(schemas: Readonly<Record<string, string>>): Promise<LanguageClient> {
    const client = new LanguageClient(schemas);
    await client.#request('initialize', {
      processId: process.pid,
      rootUri: folder,
      capabilities: {
        workspace: {configuration: true},
        textDocument: {completion: {completionItem: {documentationFormat: ['markdown']}}},
      },
    });
    client.#send({method: 'initialized', params: {}});
    return client;
  }

  /** What the server finds in a file of that name. */
  open(name: string, text: string): Promise<readonly Finding[]> {
    const uri = folder + name;
    const found = new Promise<readonly Finding[]>((done) => {
      this.#findings.set(uri, done);
    });
    this.#send({
      method: 'textDocument/didOpen',
      params: {textDocument: {uri, languageId: 'yaml', version: 1, text}},
    });
    return found;
  }

  async complete(name: string, position: Position): Promise<readonly Completion[]> {
    const result = await this.#request('textDocument/completion', {textDocument: {uri: folder + name}, position});
    return (result as {items: readonly Completion[]}).items;
  }

  async hover(name: string, position: Position): Promise<string> {
    const result = await this.#request('textDocument/hover', {textDocument: {uri: folder + name}, position});
    return (result as {contents: {value: string}}).contents.value;
  }

  #request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#requests;
    const answer = new Promise<unknown>((done) => {
      this.#answers.set(id, done);
    });
    this.#send({id, method, params});
    return answer;
  }

  #send(message: Message): void {
    const text = JSON.stringify({jsonrpc: '2.0', ...message});
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #read(data: Buffer): void {
    this.#input = Buffer.concat([this.#input, data]);
    for (;;) {
      const start = this.#input.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#input.toString('latin1', 0, start))?.[1]);
      if (start < 4 || this.#input.length < start + length) return;
      this.#handle(JSON.parse(this.#input.toString('utf8', start, start + length)) as Message);
      this.#input = this.#input.subarray(start + length);
    }
  }

  #handle({id, method, params, result}: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      const {uri, diagnostics} = params as {uri: string; diagnostics: readonly Finding[]};
      this.#findings.get(uri)?.(diagnostics);
    } else if (method === 'workspace/configuration' && id !== undefined) {
      const {items} = params as {items: readonly {section: string}[]};
      this.#send({id, result: items.map(({section}) => this.#settings[section] ?? null)});
    } else if (method === undefined && id !== undefined) this.#answers.get(id)?.(result);
    else if (id !== undefined) this.#send({id, result: null});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill();
  }
}
