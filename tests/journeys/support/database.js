// The demo's own Postgres, for faults that no page can bring about.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

function psql() {
  const host = encodeURIComponent(join(process.env.PORTAL_DATA, 'postgres'));
  return ['-qAt', '-v', 'ON_ERROR_STOP=1', `postgres:///iaspn?host=${host}&user=postgres`];
}

/** Runs statements as the owner and returns what they print. */
export function sql(statements) {
  return execFileSync('psql', [...psql(), '-c', statements], { encoding: 'utf8' });
}

/** Reads a table and goes on reading until the answer is called. */
export async function reading(table) {
  const reader = spawn('psql', psql(), { stdio: ['pipe', 'pipe', 'inherit'] });
  reader.stdin.write(`BEGIN; SELECT count(*) FROM ${table};\n`);
  await once(reader.stdout, 'data');
  return async () => {
    const ended = once(reader, 'exit');
    reader.stdin.end();
    await ended;
  };
}
