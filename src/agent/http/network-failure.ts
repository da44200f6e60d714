import type { Phase } from './deadline.js';
import type { FailureOf, ServerWording } from './server-wording.js';

/** OpenSSL's and Node's codes for a certificate that is not trusted or not valid for the host. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const PHASES = {
  connectMs: 'did not accept a connection',
  firstByteMs: 'did not begin to answer',
  silenceMs: 'stopped in the middle of its answer',
} as const satisfies Record<Phase, string>;

/** A connection that could not be made or broke. */
export function networkFailure(error: unknown, wording: ServerWording, failureOf: FailureOf): Error {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';
  if (CERTIFICATE_CODES.has(code)) {
    return failureOf(
      `The certificate of ${wording.name} is not trusted (${code}). Save the root certificate that its operator publishes as a PEM file and set ${wording.certificates} to its path.`,
      { retryable: false, cause: error },
    );
  }
  return failureOf(`The connection to ${wording.name} failed (${code}). Check the network and ${wording.address}.`, {
    retryable: true,
    cause: error,
  });
}

export function deadlineFailure(
  phase: Phase,
  milliseconds: number,
  wording: ServerWording,
  failureOf: FailureOf,
): Error {
  return failureOf(
    `${wording.name} ${PHASES[phase]} within ${milliseconds / 1000} s. Send the request again later; if it persists, check the network and ${wording.address}.`,
    { retryable: true },
  );
}
