import assert from "node:assert/strict";
import { test } from "node:test";
import { browserName } from "./browser.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test("a browser is called by its name, version and system, also when it claims to be others as well", () => {
  assert.equal(browserName(`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`), "Chrome 140, Linux");
  assert.equal(browserName(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`), "Edge 140, Windows");
  assert.equal(browserName(`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36`), "Chrome 140, Android");
  assert.equal(browserName("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0"), "Firefox 143, macOS");
  const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
  assert.equal(browserName(phone), "Safari 18, iOS");
});

test("what is no browser stands as it names itself", () => {
  assert.equal(browserName("curl/8.5.0"), "curl/8.5.0");
  assert.equal(browserName(""), "");
});
