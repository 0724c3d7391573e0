import { test, assert } from "../harness.mjs";

const { color } = Weft;

test("forms of a colour", () => {
  const forms = {
    css: "#639", hex: "#663399", HEX: "#663399", number: 0x663399, rgb: "rgb(102, 51, 153)", rgba: "rgba(102, 51, 153, 1)",
    hsl: "hsl(270, 50%, 40%)", "[rgb]": [102, 51, 153], "[rgba]": [102, 51, 153, 255], "{rgb}": { r: 102, g: 51, b: 153 },
    "{rgba}": { r: 102, g: 51, b: 153, a: 1 }, "ansi-16": "\x1b[34m", "ansi-256": "\x1b[38;5;60m", "ansi-16m": "\x1b[38;2;102;51;153m",
    "[r,g,b,a]": [102, 51, 153, 255], "ansi-24bit": "\x1b[38;2;102;51;153m",
  };
  for (const [form, wanted] of Object.entries(forms)) assert.deepEqual(color("rebeccapurple", form), wanted);
  assert.match(color("red", "lab"), /^lab\(54\.29\d+% 80\.80\d+ 69\.89\d+\)$/);
  assert.throws(() => color("red", "cmyk"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.equal(color("#fefefe", "HEX"), "#FEFEFE");
});

test("the shortest of CSS", () => {
  const shortest = {
    "#f00": "red", "#ff0000": "red", blue: "#00f", "#808080": "gray", "rgb(0,0,128)": "navy", aqua: "#0ff", transparent: "#0000",
    "#ff000080": "#ff000080", "#aabbccdd": "#abcd", "lab(50% 40 20)": "lab(50% 40 20)", "oklch(0.5 0.1 20 / 50%)": "oklch(50% .1 20 / .50196)",
  };
  for (const [text, wanted] of Object.entries(shortest)) assert.equal(color(text), wanted);
});

test("what is a colour", () => {
  const same = {
    "rgb(1 2 3)": [1, 2, 3, 255], "rgba(1, 2, 3, .5)": [1, 2, 3, 128], "rgb(10% 20% 30%)": [26, 51, 77, 255], "rgb(300 -5 none)": [255, 0, 0, 255],
    "hsl(120deg 100% 50% / .3)": [0, 255, 0, 77], "hsl(0.5turn, 50%, 25%)": [32, 96, 96, 255], "hwb(90 10% 20%)": [115, 204, 26, 255],
    "hwb(90 60% 60%)": [128, 128, 128, 255], "lab(50% 40 20)": [185, 88, 87, 255], "lch(50% 40 20)": [180, 91, 98, 255],
    "oklch(50% .1 20)": [148, 74, 75, 255], " ReD ": [255, 0, 0, 255], "#abcd": [170, 187, 204, 221],
  };
  for (const [text, wanted] of Object.entries(same)) assert.deepEqual(color(text, "[rgba]"), wanted);
  assert.deepEqual([0xff0000, -1, 12345678901, 1.5, NaN].map((n) => color(n, "[rgba]")), [
    [255, 0, 0, 255], [255, 255, 255, 255], [220, 28, 53, 223], [0, 0, 1, 255], [0, 0, 0, 255]]);
  assert.deepEqual(color([300, -1, 2.9, 128], "[rgba]"), [255, 0, 2, 128]);
  assert.deepEqual(color({ r: 1, g: 2, b: 3, a: 0.5 }, "[rgba]"), [1, 2, 3, 127]);
  assert.deepEqual(color(new Uint8Array([1, 2, 3]), "[rgba]"), [1, 2, 3, 255]);
});

test("what is none", () => {
  for (const value of ["", "x", "#12345", "#ggg", "rgb(1 2)", "rgb(1, 2 3)", "rgb(1 2 3 4)", "rgb(1 / 2 3)", "hsl(1px 2% 3%)", "red blue", null, true, "constructor", "calc(1)"])
    assert.equal(color(value), null);
  assert.throws(() => color(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => color([1, 2]), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => color({ r: "1", g: 2, b: 3 }), { code: "ERR_INVALID_ARG_TYPE" });
});

test("as many colours as the terminal has", async () => {
  const { execFileSync } = await import("node:child_process");
  const show = (env) => JSON.parse(execFileSync(process.execPath, ["-p", "JSON.stringify(Weft.color('red', 'ansi'))"], { env, encoding: "utf8" }));
  assert.equal(show({ NO_COLOR: "1" }), "");
  assert.equal(show({ TERM: "xterm" }), "\x1b[91m");
  assert.equal(show({ TERM: "xterm-256color" }), "\x1b[38;5;196m");
  assert.equal(show({ COLORTERM: "truecolor", TERM: "xterm" }), "\x1b[38;2;255;0;0m");
});
