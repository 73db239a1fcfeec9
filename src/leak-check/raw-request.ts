/** One HTTP/1.1 request whose target goes out exactly as written, and whatever comes back. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RawResponse {
  /** 0 when there was none; `body` then says why. */
  readonly status: number;
  readonly headers: Headers;
  /** One character a byte. */
  readonly body: string;
}

export function sendRequest(
  origin: string,
  { method, target, headers }: RawRequest,
): Promise<RawResponse> {
  const { protocol, hostname, port } = new URL(origin);
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const sent = request(
      { method, host, port, path: target, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('close', () => {
          const received = new Headers();
          for (const [name, values = []] of Object.entries(response.headersDistinct)) {
            for (const value of values) received.append(name, value);
          }
          const body = Buffer.concat(chunks).toString('latin1');
          resolve({ status: response.statusCode ?? 0, headers: received, body });
        });
      },
    );
    sent.setTimeout(30_000, () => sent.destroy(new Error('no response within 30 seconds')));
    sent.on('error', (error) =>
      resolve({ status: 0, headers: new Headers(), body: error.message }),
    );
    sent.end();
  });
}
