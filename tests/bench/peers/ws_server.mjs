// node `ws`: node ws_server.mjs PACKAGE PORT
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const [, , folder, port] = process.argv;
const { WebSocketServer, WebSocket } = createRequire(import.meta.url)(folder);

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const message = Buffer.concat(parts);
    for (const client of readers.clients) {
      if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
    }
    response.writeHead(204).end();
  });
});
const readers = new WebSocketServer({ server, perMessageDeflate: true });

server.listen({ host: '127.0.0.1', port: Number(port), backlog: 4096 });
