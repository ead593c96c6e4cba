// Starts the demo with a data folder of its own before the journeys, and stops it after them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { serveLinked } from './linked.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const PROGRAM = process.env.IASPN ?? join(ROOT, 'target/debug/iaspn');
const LOG = join(ROOT, 'target/journeys/portal.log');

/** How long the first start may take: it fills the portal with months of activity. */
const START_MS = 180_000;
const STOP_MS = 30_000;

export default async function start() {
  const data = mkdtempSync(join(tmpdir(), 'iaspn-journeys-'));
  const port = await freePort();
  mkdirSync(join(ROOT, 'target/journeys'), { recursive: true });
  const linked = await serveLinked();
  const log = openSync(LOG, 'w');
  const portal = spawn(PROGRAM, ['demo', '--data', data, '--listen', `127.0.0.1:${port}`], {
    cwd: ROOT,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      RUST_LOG: 'warn',
      // Each journey comes from an address of its own, so that limits count it alone.
      CLIENT_ADDRESS_HEADER: 'x-forwarded-for',
      // Of all servers on this machine, links may lead to this one.
      LINKS_INSIDE: linked.authority,
    },
  });
  closeSync(log);
  const ended = once(portal, 'exit');
  process.env.PORTAL_URL = `http://127.0.0.1:${port}`;
  process.env.PORTAL_DATA = data;
  process.env.LINKED_URL = `http://${linked.authority}`;
  try {
    await ready(portal, `${process.env.PORTAL_URL}/readyz`);
  } catch (failure) {
    await stop(portal, ended);
    linked.close();
    rmSync(data, { recursive: true, force: true });
    throw failure;
  }
  return async () => {
    const [code, signal] = await stop(portal, ended);
    linked.close();
    rmSync(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the portal ended with ${code ?? signal}:\n${said()}`);
    const complaints = said().split('\n').filter((line) => /\bERROR\b|panicked/.test(line));
    if (complaints.length) throw new Error(`the portal failed during the journeys:\n${complaints.join('\n')}`);
  };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Asks until the portal says that it is ready. */
async function ready(portal, address) {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (portal.exitCode !== null || portal.signalCode) throw new Error(`the portal did not start:\n${said()}`);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error(`the portal is not ready after ${START_MS / 1000} s:\n${said()}`);
}

/** As Ctrl-C does. Past its time it is killed, which then shows in how it ended. */
async function stop(portal, ended) {
  portal.kill('SIGINT');
  const overdue = setTimeout(() => portal.kill('SIGKILL'), STOP_MS);
  const how = await ended;
  clearTimeout(overdue);
  return how;
}

const said = () => readFileSync(LOG, 'utf8');
