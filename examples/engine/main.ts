/** The engine from a terminal. See README.md for the commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Engine } from './engine.ts';

const [file, command, ...rest] = process.argv.slice(2);
const engine = new Engine(file ?? ':memory:');
const [first = '', second = ''] = rest;
const now = () => new Date().toISOString();

switch (command) {
  case 'seed': {
    const files = readdirSync(first).filter(
      (name) => name.endsWith('.json') && name !== 'index.json',
    );
    engine.seed(files.sort().map((name) => JSON.parse(readFileSync(join(first, name), 'utf8'))));
    break;
  }
  case 'start':
    print(engine.start(first, { anchor: second }, now()));
    break;
  case 'send':
    // One event a line; the answer to a line is printed when the event is on disk.
    for await (const line of createInterface({ input: process.stdin })) {
      const outcome = engine.send(first, JSON.parse(line));
      print('refused' in outcome ? outcome : { effects: outcome.effects });
    }
    break;
  case 'show':
    print(engine.run(first));
    break;
  case 'queue':
    print(engine.dashboard(first));
    break;
  case 'next':
    print(engine.next({ today: first, asker: 'person' }).map(({ task }) => task.refId));
    break;
  case 'catch-up':
    print(engine.catchUp({ from: first, to: second }, now()));
    break;
  default:
    console.error('Usage: node main.ts DATABASE seed|start|send|show|queue|next|catch-up …');
    process.exitCode = 2;
}
engine.close();

function print(value: unknown): void {
  console.log(JSON.stringify(value));
}
