# `make` alone explains the targets.

# The till gets a window where there is a screen to show it on.
DISPLAY_GROUP := $(if $(DISPLAY)$(WAYLAND_DISPLAY),window,)
SEED ?=
DATABASE ?=
# How many times longer than in `make test`.
PROVE ?= 10
CHOSEN = $(if $(SEED),SEED=$(SEED) )
# Every build takes the same packages, so that what they share is compiled once.
XTASK := cargo run --quiet --locked --bin xtask --

# The pages' modules are declared by their list, where cargo fmt does not look.
PAGES := --edition 2024 ui/src/page/*/mod.rs

.DEFAULT_GOAL := help
.PHONY: help setup run clean-data test prove demo bench ui fmt lint screenshots

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## installs what is missing to build and test (prints the line to run if it may not)
	@sh deploy/setup.sh build window test

run: ## starts the server and a till with the sample business; Ctrl-C stops both
	@sh deploy/setup.sh build $(DISPLAY_GROUP)
	@$(XTASK) run

clean-data: ## forgets everything `make run` keeps, so that the next one starts over
	@$(XTASK) clean-data

test: ## every test: also the window, a browser and PostgreSQL
	@sh deploy/setup.sh build window test
	@$(XTASK) ui --check-size
	@$(XTASK) window
	cargo build --locked
	cargo test --locked

prove: ## what takes long: deaths over and over, the demo and a real half-year built again on both databases
	@sh deploy/setup.sh build test
	cargo build --locked
	@status=0; \
	$(CHOSEN)PROVE=$(PROVE) cargo test --locked --package counterfoil-tests --test main scenario::killed || status=1; \
	for database in sqlite postgres; do \
	$(CHOSEN)PROVE=$(PROVE) DATABASE=$$database cargo run --quiet --locked --bin demo || status=1; done; \
	cargo bench --locked --package sync-server --bench server -- "half year" || status=1; \
	exit $$status

demo: ## a real trading day on four tills, over a network that fails (SEED=n, DATABASE=postgres)
	@sh deploy/setup.sh build $(if $(DATABASE),test)
	cargo build --locked
	@$(CHOSEN)$(if $(DATABASE),DATABASE=$(DATABASE) )cargo run --quiet --locked --bin demo

bench: ## how long a sale, a search, a scan and a push take, beside what disk and database allow
	@sh deploy/setup.sh build test
	@status=0; \
	cargo bench --locked --bench bench || status=1; \
	cargo bench --locked --package sync-server --bench server || status=1; \
	exit $$status

ui: ## builds the screens to ui/dist
	@$(XTASK) ui

screenshots: ## takes the pictures in docs/
	@sh deploy/setup.sh build window test
	@$(XTASK) screenshots

fmt: ## formats the source
	cargo fmt --all
	rustfmt $(PAGES)

lint: ## format, clippy and licences
	cargo fmt --all --check
	rustfmt --check $(PAGES)
	cargo clippy --locked --workspace --exclude ui --all-targets -- -D warnings
	cargo clippy --locked --package ui --target wasm32-unknown-unknown -- -D warnings
	@if command -v cargo-deny >/dev/null 2>&1; then cargo deny --locked check; \
	else echo "cargo-deny is not installed: licences and advisories were not checked"; fi
