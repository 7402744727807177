// Addresses of PostgreSQL as people write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSipglassError } from "@sipglass/model";
import { parseServer, type HomerServer } from "./connection.ts";

const parse = (text: string, given: Parameters<typeof parseServer>[1] = {}): HomerServer => parseServer(text, given);
const USUAL = { host: "localhost", port: 5432, user: "postgres", password: undefined, database: undefined, tls: "off", tlsCa: undefined };

test("host, port, user, password and database are taken from the address, in whatever form it has", () => {
  assert.deepEqual(parse("postgres://homer:p%40ss%2F@db.example:5433/homer_data"), { ...USUAL, host: "db.example", port: 5433, user: "homer", password: "p@ss/", database: "homer_data" });
  assert.deepEqual(parse("postgresql://db.example"), { ...USUAL, host: "db.example" });
  assert.deepEqual(parse("postgres://homer@[2001:db8::1]:5432"), { ...USUAL, host: "2001:db8::1", user: "homer" });
  assert.deepEqual(parse("postgres://homer@/homer_data?host=/run/postgresql&port=5434"), { ...USUAL, host: "/run/postgresql", port: 5434, user: "homer", database: "homer_data" });
  assert.deepEqual(parse("postgres:///homer_data"), { ...USUAL, database: "homer_data" });
});

test("a password from elsewhere stands in where the address has none", () => {
  assert.equal(parse("postgres://homer@db", { password: "env" }).password, "env");
  assert.equal(parse("postgres://homer:own@db", { password: "env" }).password, "own");
});

test("TLS is what the option says, else what sslmode says in libpq's words", () => {
  const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"].map(
    (mode) => parse(`postgres://db?sslmode=${mode}&sslrootcert=/ca.pem`).tls,
  );
  assert.deepEqual(modes, ["off", "off", "require", "require", "verify", "verify"]);
  assert.deepEqual([parse("postgres://db?sslmode=disable", { tls: "verify", tlsCa: "/own.pem" }).tls, parse("postgres://db?sslrootcert=/ca.pem", { tlsCa: "/own.pem" }).tlsCa], ["verify", "/own.pem"]);
});

test("what is no address is a mistake of whoever typed it, and is not repeated: it may hold a password", () => {
  for (const text of ["db.example", "mysql://homer:secret@db/homer", "postgres://homer:secret@db:port", "postgres://db?sslmode=maybe"]) {
    assert.throws(
      () => parse(text),
      (error) => isSipglassError(error) && error.code === "bad_request" && !error.message.includes("secret"),
      text,
    );
  }
});
