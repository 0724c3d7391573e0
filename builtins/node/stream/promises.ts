// node:stream/promises (https://nodejs.org/api/stream.html#streams-promises-api).
import { finishedPromise } from "internal/stream_finished";
import { pipelinePromise } from "internal/stream_pipeline";

export default { finished: finishedPromise, pipeline: pipelinePromise };
