// node:inspector/promises: https://nodejs.org/api/inspector.html#promises-api
import { PromisesSession, shared } from "internal/inspector_session";

const { open, close, url, waitForDebugger, console } = shared;

export default { open, close, url, waitForDebugger, console, Session: PromisesSession };
