// A web server inside the network that the portal's operator trusts: what links of the newsroom lead to.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';

export const GUIDE = { title: 'Guía de visitas “en casa” 😀', summary: 'Doce preguntas & una hoja para anotar.' };

const PICTURE = resolve(import.meta.dirname, '../../../demo/pictures/cuadernillo-cuidados.png');

/** Serves from a free port until it is closed. */
export async function serveLinked() {
  const server = createServer(({ url }, response) => {
    if (url === '/guide.png') {
      response.writeHead(200, { 'content-type': 'image/png' }).end(readFileSync(PICTURE));
    } else if (url === '/guide') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page());
    } else {
      // To a server beside it, which nobody trusts.
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { authority: `127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function page() {
  const escaped = (text) => text.replaceAll('&', '&amp;');
  return `<!doctype html><html lang="es"><head><title>Intranet</title>
    <meta property="og:title" content="${escaped(GUIDE.title)}">
    <meta property="og:description" content="${escaped(GUIDE.summary)}">
    <meta property="og:image" content="/guide.png"></head><body><p>Guía</p></body></html>`;
}
