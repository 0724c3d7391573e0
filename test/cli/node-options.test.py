"""Options of Node's that change how a program runs."""
from process import absent, equal, files, match, test, weft


@test("--require loads modules before the program, NODE_OPTIONS's first")
def _():
    tree = files({"a.cjs": "console.log('a')", "b.cjs": "console.log('b')", "main.mjs": "console.log('main')",
                  "node_modules/p/index.js": "console.log('p')"})
    result = weft("-r", "./b.cjs", "--require=p", "main.mjs", cwd=tree, env={"NODE_OPTIONS": "--max-old-space-size=9 -r ./a.cjs"})
    equal(result.ok().out, "a\nb\np\nmain\n")


@test("a module that --require does not find ends the program")
def _():
    result = weft("-r", "./none.cjs", "-e", "console.log(1)")
    equal((result.code, result.out), (1, ""))
    match(result.err, "Cannot find module './none.cjs'")


@test("--no-warnings and NODE_NO_WARNINGS=1 print none, and programs hear of them")
def _():
    code = "process.on('warning', (w) => console.log(w.message)); process.emitWarning('w1')"
    match(weft("-e", code).err, r"\(weft:\d+\) Warning: w1")
    for options, env in ((["--no-warnings"], {}), ([], {"NODE_NO_WARNINGS": "1"})):
        equal(weft(*options, "-e", code, env=env).ok().out, "w1\n")


@test("--throw-deprecation, --no-deprecation, --trace-deprecation")
def _():
    code = "process.emitWarning('old', 'DeprecationWarning', 'DEP0')"
    equal(weft("--throw-deprecation", "-e", code).code, 1)
    equal(weft("--no-deprecation", "-e", code).ok().err, "")
    match(weft("--trace-deprecation", "-e", code).err, r"DeprecationWarning: old\n +at ")


@test("--unhandled-rejections")
def _():
    code = "process.on('exit', (c) => console.log(c)); Promise.reject(new Error('lost')); setTimeout(() => console.log('on'), 1)"
    equal(weft("-e", code).code, 1)
    for mode, status, out in (("warn", 0, "on\n0\n"), ("none", 0, "on\n0\n"), ("warn-with-error-code", 1, "on\n1\n"), ("strict", 1, "1\n")):
        result = weft(f"--unhandled-rejections={mode}", "-e", code)
        equal((result.code, result.out), (status, out), mode)
    absent(weft("--unhandled-rejections=none", "-e", code).err, "lost")
    result = weft("--unhandled-rejections", "loudly", "-e", code)
    equal((result.code, result.out), (9, ""))
    match(result.err, "invalid value for --unhandled-rejections: loudly")


@test("--expose-gc, --title, --stack-trace-limit, --disable-proto")
def _():
    equal(weft("-p", "typeof gc").ok().out, "undefined\n")
    equal(weft("--expose_gc", "-p", "gc(), typeof gc").ok().out, "function\n")
    equal(weft("--title", "some name", "-p", "process.title").ok().out, "some name\n")
    equal(weft("--stack-trace-limit=3", "-p", "Error.stackTraceLimit").ok().out, "3\n")
    equal(weft("--disable-proto=delete", "-p", "({}).__proto__").ok().out, "undefined\n")
    match(weft("--disable-proto=throw", "-p", "({}).__proto__").err, "ERR_PROTO_ACCESS")


@test("defaults of dns, http and tls")
def _():
    equal(weft("--dns-result-order=ipv4first", "-p", "dns.getDefaultResultOrder()").ok().out, "ipv4first\n")
    equal(weft("--max-http-header-size=1000", "-p", "http.maxHeaderSize").ok().out, "1000\n")
    equal(weft("--tls-min-v1.3", "-p", "tls.DEFAULT_MIN_VERSION").ok().out, "TLSv1.3\n")
    equal(weft("--tls-max-v1.2", "-p", "tls.DEFAULT_MAX_VERSION").ok().out, "TLSv1.2\n")
