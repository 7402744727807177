// Names and colours for addresses and networks, so that a ladder says "sbc1" where the wire says 10.0.0.5:5060.
import { HOST_COLOURS } from "@sipglass/analyse";
import { hostPort, ipv4Network, ipv6Network, SipglassError, toRfc3339 } from "@sipglass/model";
import { isIP, SocketAddress } from "node:net";
import { Type } from "typebox";
import type { Alias } from "../../state/aliases.ts";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { wholeList } from "./present.ts";
import { AliasAnswer, listOf } from "./schemas.ts";

const AddressParams = Type.Object({
  address: Type.String({
    minLength: 2,
    maxLength: 64,
    description: "10.0.0.5, 10.0.0.5:5060, [2001:db8::5]:5060, 10.0.0.0/8, 10.0.0.0/8:5060 or [2001:db8::/32]:5060",
  }),
});

const presentAlias = ({ changedBy, changedAtUs, ...alias }: Alias) => ({
  ...alias,
  changed_by: changedBy,
  changed_at: toRfc3339(changedAtUs),
});

function canonicalIp(text: string): string | null {
  const family = isIP(text);
  return family === 0 ? null : new SocketAddress({ address: text, family: family === 6 ? "ipv6" : "ipv4" }).address;
}

/** An address, or a network by its first address: `10.1.2.3/8` is `10.0.0.0/8`. */
function canonicalHost(text: string): string | null {
  const [address = "", bits, more] = text.split("/");
  const ip = canonicalIp(address);
  if (ip === null || bits === undefined) return ip;
  const most = ip.includes(":") ? 128 : 32;
  if (more !== undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > most) return null;
  return Number(bits) === most ? ip : `${firstAddress(ip, Number(bits))}/${Number(bits)}`;
}

function firstAddress(ip: string, bits: number): string {
  if (!ip.includes(":")) return ipv4Text(ipv4Network(ip, bits)[0]);
  const groups = ipv6Network(ip, bits)[0].match(/.{4}/g) ?? [];
  return canonicalIp(groups.join(":")) ?? ip;
}

const ipv4Text = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join(".");

/** In the spelling of hostPort (model/packet.ts), so that it matches what ladders and calls show; null when it is no address. */
export function canonicalAddress(text: string): string | null {
  const alone = canonicalHost(text);
  if (alone !== null) return alone;
  const [, bracketed, plain, port = ""] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = canonicalHost(bracketed ?? plain ?? "");
  if (host === null || Number(port) > 65_535 || (bracketed !== undefined) !== host.includes(":")) return null;
  return hostPort(host, Number(port));
}

const addressOf = ({ address }: { address: string }): string => {
  const canonical = canonicalAddress(address);
  if (canonical === null)
    throw new SipglassError("bad_request", { field: "address" }, "An alias names an IP address or a network such as 10.0.0.0/8, with or without a port.");
  return canonical;
};

export function addAliases(app: Api, serving: Serving): void {
  const { aliases } = serving.state;
  const note = noteOf(serving);

  // The whole list tells how the network is built; a customer reads the names of its own calls' hosts in their ladders.
  app.get(
    "/aliases",
    {
      config: { access: "everything" },
      schema: { summary: "Names given to addresses", tags: ["aliases"], response: { 200: listOf(AliasAnswer) } },
    },
    async () => wholeList(aliases.list().map(presentAlias)),
  );

  app.put(
    "/aliases/:address",
    {
      config: { access: "operator" },
      schema: {
        summary: "Name an address or a network",
        tags: ["aliases"],
        params: AddressParams,
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 64 }), colour: Type.Optional(Type.Enum(["", ...HOST_COLOURS])) },
          { additionalProperties: false },
        ),
        response: { 200: AliasAnswer },
      },
    },
    async (request) => {
      const address = addressOf(request.params);
      const alias = aliases.set(address, request.body.name, identityOf(request).user, request.body.colour);
      note(request, "alias_changed", address, { name: alias.name });
      return presentAlias(alias);
    },
  );

  app.delete(
    "/aliases/:address",
    {
      config: { access: "operator" },
      schema: { summary: "Forget a name", tags: ["aliases"], params: AddressParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const address = addressOf(request.params);
      if (!aliases.remove(address)) throw new SipglassError("not_found", { address });
      note(request, "alias_removed", address);
      return reply.status(204).send(null);
    },
  );
}
