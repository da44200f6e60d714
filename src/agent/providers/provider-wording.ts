/** How failures of one provider name it and the settings that may cure them. */
export interface ProviderWording {
  readonly name: string;
  readonly credentials: string;
  readonly address: string;
  readonly models: string;
  /** Names a file of certificates to trust. */
  readonly certificates: string;
}
