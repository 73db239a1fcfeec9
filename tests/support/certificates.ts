/** Certificates of an authority of a test's own. */
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface Certificate {
  /** In PEM, like the other. */
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  readonly ca: string;
  /** For `name` (or the address 127.0.0.1), from yesterday on, for so many days. */
  issue(name: string, days?: number): Certificate;
}

export function makeAuthority(): Authority {
  const keys = keyPair();
  const subject = [{ name: 'commonName', value: 'An authority of tests' }];
  const ca = certificate(keys.publicKey, { subject, issuer: subject, days: 30 });
  ca.setExtensions([{ name: 'basicConstraints', cA: true, critical: true }]);
  ca.sign(keys.privateKey, forge.md.sha256.create());
  return {
    ca: forge.pki.certificateToPem(ca),
    issue(name, days = 30) {
      const own = keyPair();
      const named = [{ name: 'commonName', value: name }];
      const made = certificate(own.publicKey, { subject: named, issuer: subject, days });
      const altName = name === '127.0.0.1' ? { type: 7, ip: name } : { type: 2, value: name };
      made.setExtensions([{ name: 'subjectAltName', altNames: [altName] }]);
      made.sign(keys.privateKey, forge.md.sha256.create());
      return { key: own.pem, cert: forge.pki.certificateToPem(made) };
    },
  };
}

/** Made by Node.js, which is quicker. */
function keyPair() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const key = forge.pki.privateKeyFromPem(pem);
  return { pem, privateKey: key, publicKey: forge.pki.setRsaPublicKey(key.n, key.e) };
}

interface Names {
  readonly subject: forge.pki.CertificateField[];
  readonly issuer: forge.pki.CertificateField[];
  readonly days: number;
}

function certificate(
  publicKey: forge.pki.rsa.PublicKey,
  { subject, issuer, days }: Names,
): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(8))}`;
  made.validity.notBefore = new Date(Date.now() - 2 * DAY_MS);
  made.validity.notAfter = new Date(Date.now() + days * DAY_MS);
  made.setSubject(subject);
  made.setIssuer(issuer);
  return made;
}

const DAY_MS = 24 * 60 * 60 * 1000;
