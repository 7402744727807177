// The three tables of meanings hold what the registries hold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Q850_CAUSES } from "./q850.ts";
import { SIP_CODES, sipCode } from "./sip-codes.ts";
import { SIP_WARNINGS } from "./warnings.ts";

/** IANA: Session Initiation Protocol (SIP) Parameters, Response Codes, as of 2026-01-07. */
const REGISTERED_CODES = `100 180 181 182 183 199 200 202 204 300 301 302 305 380 400 401 402 403 404 405 406 407 408 410 412 413 414 415 416 417 420 421 422 423 424 425
  428 429 430 433 436 437 438 439 440 469 470 480 481 482 483 484 485 486 487 488 489 491 493 494 500 501 502 503 504 505 513 555 580 600 603 604 606 607 608`;

/** IANA: the same, Warning Codes. */
const REGISTERED_WARNINGS = "300 301 302 303 304 305 306 307 308 330 331 370 380 381 399";

/** ITU-T Q.850 (10/2018) table 1. */
const CAUSES = `1 2 3 4 5 6 7 8 9 14 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 34 38 39 40 41 42 43 44 46 47 49 50 53 55 57 58 62 63 65 66 69 70 79
  81 82 83 84 85 86 87 88 90 91 95 96 97 98 99 100 101 102 103 110 111 127`;

const numbers = (text: string): number[] => text.trim().split(/\s+/).map(Number);

test("every registered response code has a meaning, and no other code has", () => {
  assert.deepEqual([...SIP_CODES.keys()], numbers(REGISTERED_CODES));
});

test("every registered warning has a meaning, and no other has", () => {
  assert.deepEqual([...SIP_WARNINGS.keys()], numbers(REGISTERED_WARNINGS));
});

test("every cause of Q.850 has a meaning, and no other has", () => {
  assert.deepEqual([...Q850_CAUSES.keys()], numbers(CAUSES));
});

test("the SIP code of a cause is a registered one", () => {
  for (const { cause, sipCode: code } of Q850_CAUSES.values()) assert.ok(code === null || SIP_CODES.has(code), `cause ${cause}`);
});

test("meanings are sentences for people, without a full stop, each one its own", () => {
  const all = [...SIP_CODES.values(), ...SIP_WARNINGS.values(), ...Q850_CAUSES.values()].map(({ meaning }) => meaning);
  for (const meaning of all) assert.match(meaning, /^[A-Z0-9].{10,}[^.]$/);
  assert.deepEqual(
    [...SIP_CODES.values()].filter(({ meaning }, i, codes) => codes.findIndex((code) => code.meaning === meaning) !== i),
    [],
  );
});

test("a code that nobody registered counts as its class", () => {
  assert.match(sipCode(499)?.meaning ?? "", /counts as 400/);
  assert.equal(sipCode(404)?.phrase, "Not Found");
  assert.equal(sipCode(99), undefined);
  assert.equal(sipCode(700), undefined);
});
