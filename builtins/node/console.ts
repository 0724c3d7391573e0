// node:console is the global console. https://nodejs.org/api/console.html
import { console } from "internal/console";

export default console;
