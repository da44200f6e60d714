export interface GigaChatSettings {
  /** The authorization key of the account, as given: base64 of client id and secret. */
  readonly token: string;
  readonly authUrl: string;
  readonly apiUrl: string;
  /** GIGACHAT_API_PERS, _B2B or _CORP, by the kind of the account. */
  readonly scope: string;
  readonly verifyCertificates: boolean;
  /** A PEM file of root certificates; null to trust only Node's own. */
  readonly caFile: string | null;
  readonly model: string;
  readonly embeddingModel: string;
}
