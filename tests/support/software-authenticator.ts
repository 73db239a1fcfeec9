/** An authenticator in software (WebAuthn Level 3, §6): what a browser sends for a passkey. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What differs from an honest answer of an honest device. */
export interface Manner {
  readonly origin: string;
  /** Whether the device asked who uses it. */
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly rpId?: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

export class SoftwareAuthenticator {
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };
  readonly #id = randomBytes(32);
  #userHandle = 'bm9ib2R5';
  counter = 0;

  constructor() {
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  create(options: CreationOptions, manner: Manner): string {
    this.#userHandle = options.user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const attested = [Buffer.alloc(16), length, this.#id, this.#publicKey()];
    const authData = this.#data(options.rp.id, manner, attested);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    return this.#answer({
      clientDataJSON: clientData('webauthn.create', options.challenge, manner).toString(
        'base64url',
      ),
      attestationObject: encode(attestation).toString('base64url'),
      transports: ['internal'],
    });
  }

  get(options: RequestOptions, manner: Manner): string {
    this.counter++;
    const authData = this.#data(options.rpId, manner, []);
    const client = clientData('webauthn.get', options.challenge, manner);
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
      userHandle: this.#userHandle,
    });
  }

  #answer(response: Readonly<Record<string, unknown>>): string {
    const id = this.#id.toString('base64url');
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response,
    });
  }

  #data(rpId: string, manner: Manner, attested: readonly Buffer[]): Buffer {
    const { isVerified = true, counter = this.counter } = manner;
    const flags = 0x01 | (isVerified ? 0x04 : 0) | (attested.length > 0 ? 0x40 : 0);
    const rest = Buffer.alloc(5);
    rest.writeUInt8(flags);
    rest.writeUInt32BE(counter, 1);
    const hash = createHash('sha256')
      .update(manner.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, rest, ...attested]);
  }

  /** COSE_Key of P-256 with ES256 (RFC 9053, §7.1.1). */
  #publicKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    return encode(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]),
    );
  }
}

function clientData(type: string, challenge: string, { origin }: Manner): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function encode(value: Map<string, unknown> | Map<number, unknown>): Buffer {
  return Buffer.from(isoCBOR.encode(value as Parameters<typeof isoCBOR.encode>[0]));
}
