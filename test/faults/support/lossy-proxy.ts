/** Stands between a client and the API and lets requests through; on demand the next answer is lost, and something dies. */
import { connect, createServer, type Socket } from 'node:net';

export interface LossyProxy {
  url: string;
  /** The next answer that comes back is not passed on: `instead` is done and the connection is cut. */
  loseNext(instead: () => void): void;
  /** First lines of the answers that were lost, e.g. `HTTP/1.1 201 Created`. */
  lost: string[];
  close(): Promise<void>;
}

/** @param target port of the API on the loopback interface */
export async function startLossyProxy(target: number): Promise<LossyProxy> {
  const open = new Set<Socket>();
  const lost: string[] = [];
  let instead: (() => void) | undefined;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      socket.on('error', () => undefined);
    }
    client.pipe(upstream);
    upstream.on('data', (part: Buffer) => {
      if (!instead) return void client.write(part);
      lost.push(part.toString('latin1').split('\r\n')[0] ?? '');
      instead();
      instead = undefined;
      client.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    lost,
    loseNext: (then) => {
      instead = then;
    },
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
}
