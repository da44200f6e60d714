import { shorten } from './errors.js';

/** What keeps `url` from being the address of a page that may be fetched, and the way out; null when nothing does. */
export function problemOfHttpUrl(url: string): string | null {
  if (!/^https?:\/\/\S+$/i.test(url) || !URL.canParse(url)) {
    return `${JSON.stringify(shorten(url))} is not an http(s) URL. Give the page's address, beginning with "https://".`;
  }
  const { username, password } = new URL(url);
  // The address is not repeated: what stands before the host is a secret.
  if (username !== '' || password !== '') {
    return 'has a user name or password before its host, which would be stored. Give the address without it.';
  }
  return null;
}
