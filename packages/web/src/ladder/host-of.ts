// The host of an `ip:port`: brackets of IPv6 and the port taken off.

export const hostOf = (address: string): string => address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
