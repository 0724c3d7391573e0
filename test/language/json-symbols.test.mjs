import { test, assert } from "../harness.mjs";

test("JSON.parse makes strings of keys, whatever symbols of the same description objects have", () => {
  const symbol = Symbol("describedAlike");
  const shaped = JSON.parse('{"aKeyOfItsOwn":1}');
  shaped[symbol] = 2;
  const parsed = JSON.parse('{"aKeyOfItsOwn":1,"describedAlike":3}');
  assert.deepEqual(Reflect.ownKeys(parsed), ["aKeyOfItsOwn", "describedAlike"]);
  assert.equal(parsed.describedAlike, 3);
  assert.equal(symbol in parsed, false);
});
