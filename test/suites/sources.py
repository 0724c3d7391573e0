"""Brings a suite's source and the packages that it needs into a folder of its own:

    FOLDER/source          the files of the repository at the pinned commit, untouched
    FOLDER/node_modules    the packages, where modules of `source` find them

The folder is named by a hash of the list's pins: what is there is whole, and never changed.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

PINS = ("repository", "commit", "paths", "packages", "overrides", "links")


def run(command, **options):
    subprocess.run(command, check=True, **options)


def prepared(suite, cache, mirror):
    pins = {key: suite[key] for key in PINS if key in suite}
    digest = hashlib.sha256(json.dumps(pins, sort_keys=True).encode()).hexdigest()[:16]
    folder = pathlib.Path(cache) / f"{suite['name']}-{digest}"
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = pathlib.Path(tempfile.mkdtemp(prefix=suite["name"] + ".", dir=cache))
    try:
        unpack(suite, staging / "source", mirror)
        install(suite, staging)
        os.rename(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def unpack(suite, target, mirror):
    """From the mirror's bare repository OWNER/NAME if it has one, else from where it is published."""
    target.mkdir()
    repository, commit = suite["repository"], suite["commit"]
    bare = pathlib.Path(mirror) / repository if mirror else None
    if bare is None or not bare.exists():
        bare = target.parent / "history"
        run(["git", "init", "--quiet", "--bare", bare])
        run(["git", f"--git-dir={bare}", "fetch", "--quiet", "--depth=1", f"https://github.com/{repository}", commit])
    archive = subprocess.Popen(["git", f"--git-dir={bare}", "archive", commit, *suite.get("paths", [])], stdout=subprocess.PIPE)
    run(["tar", "x", "-C", target], stdin=archive.stdout)
    if archive.wait() != 0:
        raise SystemExit(f"{suite['name']}: {repository} has no commit {commit}")
    shutil.rmtree(target.parent / "history", ignore_errors=True)
    # Some tests ask git where the repository begins.
    run(["git", "init", "--quiet", target])


def install(suite, folder):
    package = {"private": True, "dependencies": suite["packages"], "overrides": suite.get("overrides", {})}
    (folder / "package.json").write_text(json.dumps(package))
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--prefer-offline", "--loglevel=error"]
    run(command, cwd=folder)
    # A folder of the source can be a package that others import by its name.
    for name, path in suite.get("links", {}).items():
        link = folder / "node_modules" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(os.path.relpath(folder / "source" / path, link.parent))
