# Everything one does with this repository. `make` alone says what there is.
# The longer parts are scripts in .ci/.

.DEFAULT_GOAL := help
.PHONY: help run demo dev test bench abuse torture generate fmt lint client packages node clean
# Parts that write to the same folders never run side by side.
.NOTPARALLEL:

CLIENT := web-client
TARGET := $(or $(CARGO_TARGET_DIR),target)
# npm writes this file last, so it is as good as a stamp.
PACKAGES := $(CLIENT)/node_modules/.package-lock.json
BUILT := $(CLIENT)/dist/index.html
CLIENT_SOURCES := $(shell find $(CLIENT)/src $(CLIENT)/public -type f 2>/dev/null) \
	$(wildcard $(CLIENT)/index.html $(CLIENT)/*.config.*) $(CLIENT)/package-lock.json

help: ## Say what there is
	@echo "Recovery Circles. What make can do:"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: client ## Build and serve on http://localhost:8080, data in ./data
	cargo build --release --locked -p circles-server
	$(TARGET)/release/circles serve --data-dir ./data

demo: client ## Serve a made-up centre to look around in
	cargo build --release --locked -p circles-server
	$(TARGET)/release/circles demo

dev: packages ## Serve with fast reload of both halves
	@node .ci/dev.mjs

test: node ## Check and test everything, with one line of totals at the end
	@node .ci/test.mjs

bench: client ## Measure speed and memory; writes target/bench.json
	cargo build --release --locked -p circles-server -p circles-tests
	CIRCLES_BIN=$(abspath $(TARGET))/release/circles $(TARGET)/release/bench

abuse: client ## Flood the server as an attacker would; writes target/abuse.json
	cargo build --release --locked -p circles-server -p circles-tests
	CIRCLES_BIN=$(abspath $(TARGET))/release/circles $(TARGET)/release/abuse

torture: client ## Run the long fault and property tests (minutes)
	cargo build --locked -p circles-server
	CIRCLES_BIN=$(abspath $(TARGET))/debug/circles \
		cargo test --locked -p circles-tests -- --ignored --test-threads=1

generate: ## Write the client's types and readers and the golden examples anew
	UPDATE_GOLDEN=1 cargo test --locked -p circles-protocol --test golden
	UPDATE_GOLDEN=1 cargo test --locked -p circles-server the_page_

fmt: packages ## Format everything
	cargo fmt --all
	cd $(CLIENT) && npx --no-install prettier --write .
	cd $(CLIENT) && npx --no-install prettier --config .prettierrc.json \
		--no-error-on-unmatched-pattern --write "../.ci/*.mjs" "../tests/**/*.mjs"

lint: packages ## Lints and types only
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cd $(CLIENT) && npx --no-install eslint . && npm run --silent check

client: packages $(BUILT)

$(BUILT): $(PACKAGES) $(CLIENT_SOURCES)
	cd $(CLIENT) && npm run --silent build

packages: node $(PACKAGES)

$(PACKAGES): $(CLIENT)/package-lock.json
	cd $(CLIENT) && npm ci --no-audit --no-fund
	@touch $@

node:
	@sh .ci/node

clean: ## Remove what was built; data is left alone
	cargo clean
	rm -rf $(CLIENT)/dist $(CLIENT)/node_modules
