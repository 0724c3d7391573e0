# The front door. `make demo` and `make test` do everything that is needed, on a fresh machine too.

PACKAGES := simdjson boringssl javascriptcore
JOBS ?= $(shell nproc)
WEFT := build/release/weft
PREFIX ?= /usr/local

.DEFAULT_GOAL := release
.PHONY: help setup packages release debug demo test test-apps node-tests wpt soak bench lint format asan fuzz dist install clean

help: ## Print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install the Debian packages that are missing
	@tools/setup

packages: setup ## Build or fetch the third-party packages
	@packages/build $(PACKAGES) >/dev/null

release: packages ## Build build/release/weft
	@tools/compile release $(JOBS)

debug: packages ## Build build/debug/weft
	@tools/compile debug $(JOBS)

demo: release ## Run the examples
	@tools/demo $(WEFT)

test: release ## Build what is missing and run every test
	@tools/test release

test-apps: release ## Run packages from npm, and databases' clients against their servers, on weft
	@tools/test-apps $(WEFT)

soak: release ## Keep servers under load with faults injected, for SOAK_SECONDS (600)
	@tools/soak $(WEFT) $(or $(SOAK_SECONDS),600)

node-tests: release ## Run Node's own tests (downloads Node's source) against the committed lists
	@tools/node-tests --jobs $(JOBS)

wpt: release ## Run web platform tests (downloads Node's source) against the committed lists
	@tools/wpt --jobs $(JOBS)

bench: release ## Measure weft against its peers
	@if [ -x bench/run ]; then bench/run $(WEFT); else echo "no benchmark here: bench/run is missing"; fi

asan: packages ## Run every test under AddressSanitizer and UBSan, and with the collector's stress mode and from the cache
	@tools/compile asan $(JOBS)
	@tools/test asan
	@tools/test release stress
	@tools/test release cached

fuzz: packages ## Build the fuzz targets and run each for FUZZ_SECONDS (20)
	@tools/compile fuzz $(JOBS)
	@tools/fuzz

lint: ## Check layering, format and clang-tidy's findings
	@tools/setup lint
	@tools/lint

format: ## Format the C++ sources in place
	@tools/setup lint
	@tools/lint --fix

dist: release ## Pack build/dist/weft-VERSION-linux-ARCH.tar.xz: binary, types, manual, completions, licences
	@tools/dist $(WEFT) build/dist

install: ## Install what has been built to PREFIX (/usr/local); DESTDIR stands before it
	@test -x $(WEFT) || { echo "make first: $(WEFT) is missing" >&2; exit 1; }
	@tools/install $(WEFT) $(PREFIX)

clean: ## Remove what was built here; the cache of third-party packages stays
	rm -rf build
