# test-timeout: 180 s
"""`weft build --compile`: executables of weft and a program."""

import os
import shutil
import subprocess

from process import equal, files, match, test, weft


def compiled(tree, *options, entry="main.ts", outfile="app"):
    folder = files(tree)
    run = weft("build", "--compile", "--outfile", outfile, *options, entry, cwd=folder, timeout=60)
    equal(run.code, 0, run.err)
    return folder / outfile


def run(app, *arguments, cwd=None, env=None, stdin=None):
    """As an executable alone: in a folder that has nothing else, without a cache."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **(env or {})}
    return subprocess.run([str(app), *arguments], cwd=cwd or "/", env=environment, input=stdin, capture_output=True,
                          text=True, timeout=60)


@test("a program, what it imports, and its arguments")
def _():
    app = compiled({
        "main.ts": "import { basename } from 'node:path';\nimport { add } from './add.ts'; import data from './data.json';\n"
                   "const sum: number = add(1, 2);\n"
                   "console.log(sum, data.x, process.argv.length, ...process.argv.slice(2));\n"
                   "console.log(import.meta.main, import.meta.url, import.meta.dirname, process.argv[1]);\n"
                   "console.log(process.execPath === process.argv[0], basename(process.execPath));",
        "add.ts": "export const add = (a: number, b: number) => a + b",
        "data.json": '{"x":7}',
    })
    alone = files({}) / "app"
    shutil.copy(app, alone)
    shutil.rmtree(app.parent)
    result = run(alone, "a", "--help", "-e", "1")
    equal(result.stderr, "")
    equal(result.stdout.split("\n"),
          ["3 7 6 a --help -e 1", "true file:///$weft/main.mjs /$weft /$weft/main.mjs", "true app", ""])


@test("files that are in it can be read as any other")
def _():
    app = compiled({
        "main.mjs": """
import path from './note.txt' with { type: 'file' };
import fs from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
const url = new URL('./deep/picture.png', import.meta.url);
console.log(path.startsWith('/$weft/note-'), fs.readFileSync(path, 'utf8'), (await readFile(path)).length);
console.log(fs.statSync(path).size, fs.statSync(path).isFile(), (await stat(url)).size, fs.existsSync(path));
console.log(fs.readdirSync('/$weft').length, fs.statSync('/$weft').isDirectory(), fs.realpathSync(path) === path);
const fd = fs.openSync(url, 'r');
const bytes = Buffer.alloc(4);
console.log(fs.readSync(fd, bytes, 0, 4, 1), bytes.toString(), fs.fstatSync(fd).size);
fs.closeSync(fd);
let text = '';
for await (const chunk of fs.createReadStream(path, { encoding: 'utf8' })) text += chunk;
console.log(text);
fs.copyFileSync(path, process.argv[2]);
console.log(fs.readFileSync(process.argv[2], 'utf8'));
for (const work of [() => fs.writeFileSync(path, ''), () => fs.readFileSync('/$weft/none'), () => fs.readdirSync(path),
                    () => fs.accessSync(path, fs.constants.W_OK), () => fs.readFileSync('/$weft')])
  try { work(); console.log('?'); } catch (error) { console.log(error.code); }
""",
        "note.txt": "a note", "deep/picture.png": b"\x89PNG....",
    }, entry="main.mjs")
    copy = files({}) / "copy.txt"
    result = run(app, str(copy))
    equal(result.stderr, "")
    equal(result.stdout.split("\n"),
          ["true a note 6", "6 true 8 true", "3 true true", "4 PNG. 8", "a note", "a note", "EROFS", "ENOENT", "ENOTDIR",
           "EROFS", "EISDIR", ""])


@test("workers, import() and require() of what is in it")
def _():
    app = compiled({
        "main.mjs": "import { Worker } from 'node:worker_threads';\n"
                    "const { late } = await import('./late.mjs');\n"
                    "const worker = new Worker(new URL('./worker.mjs', import.meta.url));\n"
                    "worker.on('message', (text) => console.log(text, late));\n"
                    "await import(process.argv[2]).catch((error) => console.log(error.code));",
        "late.mjs": "export const late = 'late'", "worker.mjs": "import { parentPort } from 'node:worker_threads';\n"
                    "import { late } from './late.mjs'; parentPort.postMessage('from the worker ' + late)",
    }, "--minify", entry="main.mjs")
    result = run(app, "./none.mjs")
    equal((result.stdout, result.returncode), ("ERR_MODULE_NOT_FOUND\nfrom the worker late late\n", 0), result.stderr)


@test("exit codes, errors with their places, standard input")
def _():
    app = compiled({"main.ts": "if (process.argv[2] === 'throw')\n  throw new Error('thrown');\n"
                               "for await (const chunk of process.stdin) process.stdout.write(chunk);\nprocess.exit(3);"})
    result = run(app, stdin="piped")
    equal((result.stdout, result.returncode), ("piped", 3))
    result = run(app, "throw")
    equal(result.returncode, 1)
    match(result.stderr, r"Error: thrown\n\s+at .*/\$weft/main\.mjs:\d+:\d+")
    app = compiled({"main.ts": "\n\nthrow new Error('thrown')"}, "--sourcemap", "inline", "--compile-exec-argv",
                   "--enable-source-maps")
    match(run(app).stderr, r"main\.ts:3:7")


@test("what it starts itself as, and being weft")
def _():
    app = compiled({"main.ts": "console.log('program', process.execArgv.length)"}, "--compile-exec-argv", "--no-cache")
    equal(run(app).stdout, "program 1\n")
    equal(run(app, "-p", "1 + 1", env={"WEFT_BE_WEFT": "1"}).stdout, "2\n")


@test("an executable that lost its program says so")
def _():
    app = compiled({"main.ts": "console.log(1)"})
    whole = app.read_bytes()
    for size in [len(whole) - 1, len(whole) - 5000]:
        app.write_bytes(whole[:size])
        result = run(app)
        equal(result.returncode, 1)
        match(result.stderr, r"weft: the program in this executable is not whole")
    damaged = bytearray(whole)
    place = whole.rindex(b"/$weft/main.mjs", 0, whole.rindex(b"console.log"))
    damaged[place] ^= 1
    app.write_bytes(damaged)
    match(run(app).stderr, r"is not whole")


@test("faults of the command line and of the target")
def _():
    folder = files({"main.ts": "console.log(1)", "b.ts": "", "folder/x": "", "page.html": "", "bad.ts": "let x = ;"})

    def told(code, *options):
        result = weft("build", "--compile", *options, cwd=folder, timeout=60)
        equal(result.code, code, result.err)
        return result.err

    match(told(9, "main.ts", "b.ts"), "--compile takes one entry")
    match(told(9, "page.html"), "--compile takes a program as entry")
    match(told(9, "main.ts", "--platform", "browser"), "--compile goes with --platform node")
    match(told(9, "main.ts", "--format", "cjs"), "--compile goes with --format esm")
    match(told(9, "main.ts", "--outdir", "x"), "--compile writes one file")
    match(told(9, "main.ts", "--compile-exec-argv", "x.js"), "takes options of weft")
    match(weft("build", "--compile-exec-argv", "--x", "main.ts", cwd=folder).err, "--compile-exec-argv goes with --compile")
    match(told(1, "bad.ts"), r"bad\.ts:1:9: error")
    match(told(1, "main.ts", "--outfile", "folder"), r"EISDIR")
    match(told(1, "main.ts", "--outfile", "main.ts/x"), r"ENOTDIR|EEXIST")
    equal(sorted(os.listdir(folder)), ["b.ts", "bad.ts", "folder", "main.ts", "page.html"])
    equal(told(0, "main.ts", "--log-level", "warning"), "")
    equal(run(folder / "main").stdout, "1\n")


@test("two executables of one program are the same")
def _():
    tree = {"main.ts": "import './a.ts'; console.log(1)", "a.ts": "export function f(x) { return () => x }"}
    equal(compiled(tree).read_bytes() == compiled(tree).read_bytes(), True)
