/**
 * Hashes of passwords: scrypt at OWASP's floor (Password Storage Cheat Sheet: N=2^17, r=8, p=1), in
 * the PHC string format. A hash takes 128 MB and a core for a third of a second, so that only two
 * are made at a time and few may wait: guesses must not starve the people who read.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export interface PasswordHashing {
  hash(password: string): Promise<string>;
  /**
   * Whether `password` is the one of `hash`; costs the same when there is no hash. `isKnown` lets
   * people whose browser is known go first.
   */
  verify(hash: string | undefined, password: string, isKnown?: boolean): Promise<boolean>;
  /** Whether a hash is as costly as they are made now. */
  isCurrent(hash: string): boolean;
  /**
   * Takes a place in the line of those whose password is looked at, and returns how to leave it;
   * undefined when the line is full. Taken before anything is counted or awaited.
   */
  enter(isKnown: boolean): (() => void) | undefined;
}

/** The binary logarithm of scrypt's N; lower in tests alone. */
export interface HashCost {
  readonly ln: number;
}

export function openPasswordHashing({ ln }: HashCost = DEFAULT_COST): PasswordHashing {
  const current: Parameters = { ln, r: 8, p: 1 };
  const inTurn = twoAtATime();
  const inLine = { known: 0, unknown: 0 };

  const derive = (password: string, salt: Salt, parameters: Parameters, isKnown: boolean) =>
    inTurn(isKnown, () => runScrypt(password, salt, parameters));

  async function hash(password: string, isKnown = true): Promise<string> {
    const salt = randomBytes(16);
    const key = await derive(password, salt, current, isKnown);
    return `$scrypt$ln=${ln},r=8,p=1$${unpadded(salt)}$${unpadded(key)}`;
  }

  return {
    hash: (password) => hash(password),
    async verify(kept, password, isKnown = false) {
      const parsed = kept === undefined ? undefined : parseHash(kept);
      if (parsed === undefined) {
        await hash(password, isKnown);
        return false;
      }
      const key = await derive(password, parsed.salt, parsed.parameters, isKnown);
      const isRight = timingSafeEqual(key, parsed.key);
      // An earlier, cheaper hash would tell by its speed that there is such an account.
      if (!isRight && parsed.parameters.ln !== ln) await hash(password, isKnown);
      return isRight;
    },
    isCurrent: (kept) => kept.startsWith(`$scrypt$ln=${ln},r=8,p=1$`),
    enter(isKnown) {
      const line = isKnown ? 'known' : 'unknown';
      if (inLine[line] >= MAX_IN_LINE[line]) return undefined;
      inLine[line]++;
      return () => void inLine[line]--;
    },
  };
}

/** A hash as it is kept: the PHC string of today, or `salt:hash` of earlier versions. */
export const PASSWORD_HASH =
  /^(?:\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d)\$([\w+/]{22})\$([\w+/]{86})|([0-9a-f]{32}):([0-9a-f]{128}))$/;

const DEFAULT_COST: HashCost = { ln: 17 };

interface Parameters {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** Earlier versions used the salt's hexadecimal digits as they are. */
type Salt = Uint8Array | string;

const EARLIER: Parameters = { ln: 14, r: 16, p: 1 };
const KEY_LENGTH = 64;

function parseHash(hash: string) {
  const [, ln, r, p, salt = '', key = '', earlierSalt, earlierKey = ''] =
    PASSWORD_HASH.exec(hash) ?? [];
  if (earlierSalt !== undefined) {
    return { salt: earlierSalt, key: Buffer.from(earlierKey, 'hex'), parameters: EARLIER };
  }
  if (ln === undefined) return undefined;
  return {
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
    parameters: { ln: Number(ln), r: Number(r), p: Number(p) },
  };
}

function runScrypt(password: string, salt: Salt, { ln, r, p }: Parameters): Promise<Buffer> {
  const N = 2 ** ln;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const options = { N, r, p, maxmem: 256 * N * r };
  scrypt(password.normalize('NFKC'), salt, KEY_LENGTH, options, (error, key) => {
    if (error) reject(error);
    else resolve(key);
  });
  return promise;
}

const MAX_RUNNING = 2;

/** A few seconds of work for strangers; people whose browser is known have a line of their own. */
const MAX_IN_LINE = { unknown: 16, known: 64 };

/** Runs work in two places; what comes from known browsers waits in front of the rest. */
function twoAtATime() {
  let running = 0;
  const known: (() => void)[] = [];
  const unknown: (() => void)[] = [];
  return async <T>(isKnown: boolean, work: () => Promise<T>): Promise<T> => {
    if (running >= MAX_RUNNING) {
      // The place of whoever finishes is handed on, not given up.
      await new Promise<void>((go) => void (isKnown ? known : unknown).push(go));
    } else running++;
    try {
      return await work();
    } finally {
      const next = known.shift() ?? unknown.shift();
      if (next) next();
      else running--;
    }
  };
}

/** Base64 as the PHC format has it. */
function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
