// Names for addresses, so that a ladder says "sbc1" where the wire says 10.0.0.5:5060.
import { SipglassError, toRfc3339 } from "@sipglass/model";
import { isIP } from "node:net";
import { Type } from "typebox";
import type { Alias } from "../../state/aliases.ts";
import { identityOf } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { wholeList } from "./present.ts";
import { AliasAnswer, listOf } from "./schemas.ts";

const AddressParams = Type.Object({ address: Type.String({ minLength: 2, maxLength: 64, description: "10.0.0.5, 10.0.0.5:5060 or [2001:db8::5]:5060" }) });

const presentAlias = ({ changedBy, changedAtUs, ...alias }: Alias) => ({ ...alias, changed_by: changedBy, changed_at: toRfc3339(changedAtUs) });

/** In the spelling of hostPort (model/packet.ts), so that it matches what ladders and calls show. */
export function isAddress(text: string): boolean {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (port !== undefined && Number(port) > 65_535) return false;
  return isIP(text) !== 0 || isIP(bracketed ?? "") === 6 || isIP(plain ?? "") === 4;
}

export function addAliases(app: Api, serving: Serving): void {
  const { aliases } = serving.state;
  const note = noteOf(serving);

  app.get("/aliases", {
    config: { access: "signed_in" },
    schema: { summary: "Names given to addresses", tags: ["aliases"], response: { 200: listOf(AliasAnswer) } },
  }, async () => wholeList(aliases.list().map(presentAlias)));

  app.put("/aliases/:address", {
    config: { access: "operator" },
    schema: {
      summary: "Name an address", tags: ["aliases"], params: AddressParams,
      body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }), response: { 200: AliasAnswer },
    },
  }, async (request) => {
    const { address } = request.params;
    if (!isAddress(address)) throw new SipglassError("bad_request", { field: "address" }, "An alias names an IP address, with or without a port.");
    const alias = aliases.set(address, request.body.name, identityOf(request).user);
    note(request, "alias_changed", address, { name: alias.name });
    return presentAlias(alias);
  });

  app.delete("/aliases/:address", {
    config: { access: "operator" },
    schema: { summary: "Forget a name", tags: ["aliases"], params: AddressParams, response: { 204: Type.Null() } },
  }, async (request, reply) => {
    if (!aliases.remove(request.params.address)) throw new SipglassError("not_found", { address: request.params.address });
    note(request, "alias_removed", request.params.address);
    return reply.status(204).send(null);
  });
}
