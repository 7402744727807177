// Parameters that several routes take.
import { Type } from "typebox";

const QUERY_LENGTH = 16_384;

export const q = Type.Optional(
  Type.String({ maxLength: QUERY_LENGTH, description: "query language, see the guide; `last:2h` in it sets the range before from and to" }),
);
export const from = Type.Optional(
  Type.String({ maxLength: 64, description: "RFC 3339 or back from now, like -2h; 24 hours before the end when left out" }),
);
export const to = Type.Optional(Type.String({ maxLength: 64, description: "RFC 3339, `now` or like -1h; the newest when left out" }));
export const cursor = Type.Optional(Type.String({ maxLength: 512, description: "`next` of the page before" }));
export const limitOf = (usual: number, most: number) => Type.Integer({ minimum: 1, maximum: most, default: usual });

export const CallParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 1024, description: "id of the call, or its Call-ID" }),
});
export const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) });
