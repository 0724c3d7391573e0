import { useReducer } from "react";
import { count, countText } from "./count.ts";

export function App() {
  const [state, send] = useReducer(count, 0);
  return (
    <main>
      <h1>{{name}}</h1>
      <p>{countText(state)}</p>
      <button onClick={() => send("up")}>Count</button>
      <button onClick={() => send("reset")}>Reset</button>
    </main>
  );
}
