// An ES module that imports CommonJS by name and JSON with an attribute.
import { basename } from "node:path";
import stock from "./data/stock.json" with { type: "json" };
import { format, sum } from "./lib/money.cjs";

const { currency, items } = stock;
for (const { name, price, count } of items) {
  console.log(`${String(count).padStart(5)} × ${name.padEnd(12)} ${format(price * count, currency).padStart(16)}`);
}
console.log(`total ${format(sum(items.map(({ price, count }) => price * count)), currency).padStart(30)}`);
console.log("to order:", items.filter(({ count }) => count === 0));
console.log(`(computed by ${basename(import.meta.filename)} from ${import.meta.resolve("./data/stock.json").split("/").pop()})`);
