# Everything one does with Roster. `make` alone lists it.

DATA ?= var
LISTEN ?= 127.0.0.1:7466
PREFIX ?= /usr/local
BIN := .build/release

# A target that another package lends by accident is an error.
STRICT := --explicit-target-dependency-import-check error

.PHONY: help run test build check generate release-contract format bench deps install clean

help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

run: build ## install what is missing, build, and serve on LISTEN with the data in DATA
	@dev/welcome $(DATA) $(LISTEN) $(BIN)
	@exec $(BIN)/rosterd serve --data $(DATA) --listen $(LISTEN)

test: check ## install what is missing, check, build and run every test
	swift build --build-tests $(STRICT)
	swift test --skip-build

build: ## build rosterd, rosterctl and roster-bench for use
	@dev/deps build
	swift build -c release --product rosterd
	swift build -c release --product rosterctl
	swift build -c release --product roster-bench

check: ## format, generated code, dependency direction, tidiness: what a reviewer should not have to look for
	@dev/deps test
	@dev/check

generate: ## write the generated code anew from proto/
	@dev/deps test
	dev/generate

release-contract: ## record proto/ as the contract of this version, which later ones must not break
	@dev/deps test
	dev/release-contract

format: ## format the Swift sources in place
	@dev/sources | xargs swift format format --in-place

bench: build ## measure the server on this machine (about two minutes)
	dev/bench

deps: ## install the system packages that building and testing need
	@dev/deps test

install: build ## install the binaries under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BIN)/rosterd $(BIN)/rosterctl $(BIN)/roster-bench $(DESTDIR)$(PREFIX)/bin

clean: ## remove what was built; the data stays
	rm -rf .build
