/** What of an address stands for one place that attempts come from. */
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The whole of an IPv4 address, the first 64 bits of an IPv6 one: a line is given that many
 * addresses to choose from (RFC 6177). Anything else stands for itself.
 */
export function addressPrefix(address: string): string {
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  if (!isIPv6(plain)) return address;
  const compressed = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [head = '', tail] = compressed.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const behind = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - groups.length - behind.length).fill('0');
  return `${[...groups, ...zeros, ...behind].slice(0, 4).join(':')}::/64`;
}
