"""weft completions, weft man: they follow from the options that the commands have."""
import shutil
import subprocess

from process import Link, Skip, WEFT, check, equal, files, match, test, weft


def complete(line, folder):
    """What bash offers for the last word of a command line."""
    words = line.split(" ")
    script = (f'eval "$({WEFT} completions bash)"\n'
              f"compopt() {{ :; }}\n"
              f"COMP_WORDS=({' '.join(repr(w) for w in words)})\nCOMP_CWORD={len(words) - 1}\n"
              f'_weft\nprintf "%s\\n" "${{COMPREPLY[@]}}"\n')
    folder_of_weft = files({"weft": Link(WEFT)})
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=20,
                          env={"PATH": f"{folder_of_weft}:/usr/bin:/bin"})
    equal(done.stderr, "", "stderr")
    return done.stdout.split("\n")[:-1]


@test("bash completes commands, options, files and scripts")
def _():
    folder = files({"package.json": {"scripts": {"start": "a", "stop": "b"}}, "index.ts": "", "with space.ts": "", "dist/a": ""})
    check("preview" in complete("weft pr", folder), "commands")
    equal(complete("weft build --out", folder), ["--outfile", "--outdir", "--outbase", "--out-extension"])
    check("--single" in complete("weft preview --", folder), "options of preview")
    check("--env-file" in complete("weft --env", folder), "options of weft")
    equal(complete("weft with", folder), ["with space.ts"])
    equal(complete("weft preview d", folder), ["dist"])
    equal(sorted(complete("weft run st", folder)), ["start", "stop"])
    equal(complete("weft cache st", folder), ["stats"])


@test("every option of the help is completed, in every shell")
def _():
    for command in ["build", "test", "preview", "init", "transpile", "graph"]:
        text = weft(command, "--help").ok().out
        names = [word for line in text.split("\n") if line.startswith("  --") for word in [line.split()[0].split("[")[0]]]
        check(len(names) >= 4, f"{command} has options")
        for shell in ["bash", "zsh", "fish"]:
            out = weft("completions", shell).ok().out
            for name in names:
                shown = f"-l {name[2:]} " if shell == "fish" else name
                check(shown in out, f"{shell}: {command} {name}")


@test("the texts are sound to each shell that is there")
def _():
    for shell in ["bash", "zsh", "fish"]:
        out = weft("completions", shell).ok().out
        if not shutil.which(shell):
            continue
        flag = "--no-execute" if shell == "fish" else "-n"
        done = subprocess.run([shell, flag], input=out, capture_output=True, text=True, timeout=20)
        equal((done.returncode, done.stderr), (0, ""), shell)


@test("the manual is sound to troff, and names every command")
def _():
    page = weft("man").ok().out
    for name in ["build", "test", "preview", "init", "completions", "cache"]:
        match(page, rf"^\\fBweft {name}\\fR$")
    if not shutil.which("groff"):
        raise Skip("no groff here")
    done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8"], input=page, capture_output=True, text=True, timeout=20)
    equal((done.returncode, done.stderr), (0, ""), "groff")


@test("wrong words are refused")
def _():
    for words in [["completions"], ["completions", "tcsh"], ["completions", "bash", "zsh"], ["man", "build"]]:
        result = weft(*words)
        equal((result.code, result.out), (9, ""))
        match(result.err, r"^weft (completions|man): takes")
