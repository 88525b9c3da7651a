// A proxy in front of the server that can stop letting websockets through, as some
// networks do. Everything else passes as it is.

import { createServer, request } from "node:http";
import { connect } from "node:net";

export class Proxy {
  /** Whether a socket may come about. */
  sockets = true;
  #server;

  static async before(origin) {
    const proxy = new Proxy();
    const { hostname, port } = new URL(origin);
    const server = createServer((asked, answer) => {
      const { method, url: path, headers } = asked;
      const passed = request({ hostname, port, method, path, headers }, (given) => {
        answer.writeHead(given.statusCode, given.headers);
        given.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    });
    server.on("upgrade", ({ method, url, rawHeaders }, client) => {
      if (!proxy.sockets) {
        client.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      const behind = connect(port, hostname);
      for (const end of [client, behind]) {
        end.on("error", () => [client, behind].forEach((one) => one.destroy()));
      }
      behind.write(`${method} ${url} HTTP/1.1\r\n${headerLines(rawHeaders)}\r\n`);
      client.pipe(behind).pipe(client);
    });
    await new Promise((done) => server.listen(0, "localhost", done));
    proxy.#server = server;
    return proxy;
  }

  get origin() {
    return `http://localhost:${this.#server.address().port}`;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

function headerLines(raw) {
  let lines = "";
  for (let at = 0; at < raw.length; at += 2) lines += `${raw[at]}: ${raw[at + 1]}\r\n`;
  return lines;
}
