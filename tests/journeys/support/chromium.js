// The browser: whichever Chromium the machine has. Playwright's own is not downloaded.
import { spawnSync } from 'node:child_process';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

// Nothing that runs in the background may ask other hosts.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Launch options for Playwright. `CHROMIUM` names another browser. */
export function chromium() {
  return { executablePath: process.env.CHROMIUM ?? found(), args: ARGS };
}

function found() {
  for (const name of NAMES) {
    const { stdout, status } = spawnSync('sh', ['-c', `command -v "${name}"`], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  throw new Error(`the journeys need a browser: none of ${NAMES.join(', ')} is there`);
}
