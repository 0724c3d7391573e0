"""Which of Node's own tests are run, of which module each is, and which look inside of Node."""
import re

# Module, and how its tests' names go on after "test-". The first that matches is taken.
MODULES = [
    ("url", r"url|whatwg-url"),
    ("events", r"event|nodeeventtarget|aborted-util|warn-multipleResolves"),
    ("abort", r"abort"),
    ("blob", r"blob\b|file\.js"),
    ("fs", r"fs\b|file-|filehandle|sync-fileread"),
    ("path", r"path"),
    ("os", r"os\b"),
    ("util", r"util\b|mime|parse-args|promisify|err-name|error-|errors-|icu-transcode|icu-stringwidth|inspect-prom"),
    ("buffer", r"buffer|btoa|stringbytes"),
    ("messaging", r"broadcastchannel|message(event|port|channel)|messaging|structuredClone"),
    ("stream", r"stream|readable|pipe-(head|stream|return|writev)|webstream|whatwg-(readable|transform|writable|webstream)|global-webstreams"),
    ("string_decoder", r"string-decoder"),
    ("querystring", r"querystring"),
    ("assert", r"assert"),
    ("timers", r"timer|set-immediate|ref-unref"),
    ("child_process", r"child-process|spawn-cmd"),
    ("net", r"net\b|socket|listen-fd|tcp|pipe-(address|unref)|blocklist|double-"),
    ("tls", r"tls|wrap-js-stream|js-stream"),
    ("https", r"https"),
    ("http", r"http(?!2)|outgoing-message|set-(http|incoming)|client-request|pipe-(file|outgoing)"),
    ("fetch", r"fetch"),
    ("dns", r"dns|c-ares"),
    ("dgram", r"dgram"),
    ("zlib", r"zlib"),
    ("webcrypto", r"webcrypto|global-webcrypto"),
    ("crypto", r"crypto|x509|dsa-|openssl"),
    ("worker_threads", r"worker"),
    ("async_hooks", r"async|queue-microtask-uncaught"),
    ("perf_hooks", r"perf|performance|tojson-perf"),
    ("readline", r"readline"),
    ("tty", r"tty"),
    ("vm", r"vm\b|shadow-realm"),
    ("module", r"module|require|directory-import|delayed-require|preload|source-map"),
    ("diagnostics_channel", r"diagnostics-channel|diagnostic-channel"),
    ("console", r"console|global-console"),
    ("constants", r"constants|binding-constants"),
    ("punycode", r"punycode|icu-punycode"),
    ("v8", r"v8|promise-hook"),
    ("encoding", r"whatwg-encoding|global-encoder|util-text"),
    ("web", r"whatwg|global|domexception|queue-microtask|eval|intl|weakref"),
    ("domain", r"domain"),
    ("process", r"process|next-tick|promise|unhandled|uncaught|signal|std(in|out|io)|dummy-stdio|cwd|exception|"
                r"beforeexit|emit-after|memory-usage|resource-usage|setproctitle|microtask|env|exit|throw|sigint|"
                r"kill|accessor|regression|math-random|utf8|instanceof|bad-unicode|sys\b|tz-version|datetime"),
]
MODULES = [(name, re.compile(rf"test-(?:{names})")) for name, names in MODULES]

# What a test looks at that only Node itself has, and the word for it.
INTERNALS = [
    ("internals", r"--expose[-_]internals|require\(['\"]internal/|primordials"),
    ("binding", r"internalBinding|process\.binding\("),
    ("natives", r"--allow[-_]natives[-_]syntax|--expose_externalize_string"),
    ("trace", r"--trace-(?!warnings|deprecation|uncaught)|trace_events|--trace_"),
    ("inspector", r"require\(['\"](node:)?inspector|--inspect|debugPort|_debugProcess"),
    ("snapshot", r"heapsnapshot|[hH]eapSnapshot|--build-snapshot|common/heap|startupSnapshot"),
    ("V8 options", r"setFlagsFromString|--stack[-_]size|--stress|--gc-interval|--predictable|--max-old-space|"
                   r"--abort-on-uncaught|--frozen-intrinsics|--v8-|--jitless|--harmony|--no-concurrent|--noconcurrent|"
                   r"--max-semi-space|--no-harmony|--huge-max|--experimental-shadow"),
    ("HTTP parser", r"HTTPParser|kConnectionsCheckingInterval"),
    ("V8 profiler", r"--cpu-prof|--heap-prof|--prof\b"),
    ("report", r"--report-|process\.report"),
    ("Node's build", r"process\.config\.variables|out/Release|\.gypi?\b|\.\./\.\./(lib|deps|tools|doc|benchmark|src|configure|node\.gyp)"),
    ("OpenSSL's tool", r"--openssl-|--enable-fips|--force-fips|--security-revert"),
    ("policy", r"--experimental-policy|--policy-"),
    ("code cache", r"--experimental-sea|node-snapshot"),
]
INTERNALS = [(word, re.compile(words)) for word, words in INTERNALS]


def module_of(name):
    """The module that the test named `name` belongs to; None if of none that is measured."""
    return next((module for module, names in MODULES if names.match(name)), None)


def inside(source):
    """The word for what of Node's inside the test's source looks at, or None."""
    return next((word for word, words in INTERNALS if words.search(source)), None)


def flags_of(source):
    """The options that the test's `// Flags:` comments ask for."""
    flags = []
    for line in re.findall(r"^// Flags:(.*)$", source[:4000], re.M):
        flags += line.split()
    return flags
