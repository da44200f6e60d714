import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { StartupError } from '../../shared/errors.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Node's own root certificates and those of a PEM file, as naming any replaces Node's own. Throws a `StartupError` that
 * names the setting when the file cannot be read or holds none.
 */
export function trustedCertificates(setting: string, caFile: string): readonly string[] {
  const added = readPem(setting, caFile).match(CERTIFICATE) ?? [];
  if (added.length === 0 || !added.every(isCertificate)) {
    throw new StartupError(
      `${setting}=${caFile} holds no valid certificate. Save the root certificate as PEM: text that begins with "-----BEGIN CERTIFICATE-----".`,
    );
  }
  return [...rootCertificates, ...added];
}

function readPem(setting: string, caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(`${setting}=${caFile} cannot be read (${code}). Set it to the path of a PEM file.`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
