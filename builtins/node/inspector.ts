// node:inspector: https://nodejs.org/api/inspector.html
import { Session, shared } from "internal/inspector_session";

const { open, close, url, waitForDebugger, console } = shared;

export default { open, close, url, waitForDebugger, console, Session };
