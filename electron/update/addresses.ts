/* Where updates may come from: by TLS, or from this machine. What is signed needs no secrecy, but nobody else is to read who asks. */

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
const longestAddress = 2048;

function isOnThisMachine(url: URL): boolean {
  return url.protocol === 'http:' && loopback.has(url.hostname);
}

/** An address that may be asked, or null: `https:`, or `http:` on the loopback address; no name and password in it. */
export function allowedAddress(text: string, base?: URL): URL | null {
  if (text.length > longestAddress) return null;
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return null;
  }
  if (url.username || url.password) return null;
  return url.protocol === 'https:' || isOnThisMachine(url) ? url : null;
}

/** Where a redirect leads, or null when it may not: another machine never sends us to a server of this one. */
export function redirectedAddress(from: URL, location: string): URL | null {
  const to = allowedAddress(location, from);
  if (!to || (loopback.has(to.hostname) && !isOnThisMachine(from))) return null;
  return to;
}
