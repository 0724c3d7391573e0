import { greeting } from "./greeting.ts";

console.log(greeting(process.argv.slice(2)));
