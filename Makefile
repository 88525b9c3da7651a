# Everything one does with this repository. `make` alone says what there is.
# The longer parts are scripts in .ci/.

.DEFAULT_GOAL := help
.PHONY: help run demo dev test bench abuse torture generate fmt lint client packages node rust clean
# Parts that write to the same folders never run side by side; what may is for `test` to say.
ifeq ($(MAKELEVEL),0)
.NOTPARALLEL:
endif

CLIENT := web-client
TARGET := $(or $(CARGO_TARGET_DIR),target)
# npm writes this file last, so it is as good as a stamp.
PACKAGES := $(CLIENT)/node_modules/.package-lock.json
BUILT := $(CLIENT)/dist/index.html
SCRIPTS := "../.ci/*.mjs" "../tests/**/*.mjs"
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

test: node rust ## Check and test everything, with one line of totals at the end
	@rm -rf $(REPORTS) && mkdir -p $(REPORTS)
	@$(MAKE) --no-print-directory ended-packages && { \
		$(MAKE) --no-print-directory ended-client; \
		$(MAKE) --no-print-directory -k -j2 --output-sync=recurse $(BESIDE:%=ended-%); \
		test ! -e $(RUST_IS_BUILT) || $(MAKE) --no-print-directory -k $(ALONE:%=ended-%); \
	}; node .ci/totals.mjs $(REPORTS) packages client $(BESIDE) $(ALONE)

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
	cd $(CLIENT) && npx --no-install prettier --config .prettierrc.json --write $(SCRIPTS)

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

rust:
	@sh .ci/rust

# The parts of `make test`. Each fails by its exit status, and can be run by itself. One
# whose name ends in "-tests" leaves a report in $(REPORTS), where .ci/totals.mjs counts.

REPORTS := $(abspath $(TARGET))/test-reports
RUST_IS_BUILT := $(REPORTS)/rust-build.ok
# What looks at the client alone goes beside what compiles the server, since each leaves
# a processor idle now and then.
BESIDE := rust-build client-tests client-types client-lint client-format scripts-format \
	rust-format lints-find built-client-tests docs-tests totals-tests
# The others have the machine to themselves.
ALONE := rust-tests rust-doc-tests browser-tests bench-short abuse-short
.PHONY: $(BESIDE) $(ALONE)

# What `cargo clippy -- -D warnings` sets for the compiler of this workspace's crates: clippy
# compiles as it looks. Checking alone would go through every crate a second time.
LINTED := RUSTC_WORKSPACE_WRAPPER=clippy-driver \
	CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__
WITH_BINARY := $(LINTED) CIRCLES_BIN=$(or $(CIRCLES_BIN),$(abspath $(TARGET))/debug/circles)
NODE_TEST = node --test --test-reporter=spec --test-reporter-destination=stdout \
	--test-reporter=junit --test-reporter-destination=$(REPORTS)/$@.xml

# Runs a part, and leaves word of how it ended and how long it took.
ended-%:
	@echo "── $*"; began=$$(date +%s); $(MAKE) --no-print-directory $*; status=$$?; \
	echo "$$status $$(($$(date +%s) - began))" > $(REPORTS)/$*.ended; exit $$status

$(REPORTS):
	@mkdir -p $@

rust-build: client | $(REPORTS)
	@rm -f $(RUST_IS_BUILT)
	env -u MAKEFLAGS $(LINTED) cargo build --workspace --all-targets --locked
	@touch $(RUST_IS_BUILT)

rust-format:
	cargo fmt --all --check

# Those settings are not promised to anybody: where they mean nothing any more, building
# would find nothing. Never `-o /dev/null`: for root the compiler puts a file in its place.
lints-find: | $(REPORTS)
	@echo 'fn main() {}' | $(LINTED) clippy-driver rustc --emit=metadata --out-dir $(REPORTS) -
	@! echo 'fn main() { return; }' | \
		$(LINTED) clippy-driver rustc --emit=metadata --out-dir $(REPORTS) - 2> /dev/null

rust-tests: rust-build
	@$(WITH_BINARY) sh .ci/rust-tests $(REPORTS)

rust-doc-tests: rust-build
	@$(LINTED) sh .ci/cargo-test $(REPORTS)/$@.txt --doc

client-format: packages
	cd $(CLIENT) && npx --no-install prettier --check .

scripts-format: packages
	cd $(CLIENT) && npx --no-install prettier --config .prettierrc.json --check $(SCRIPTS)

client-lint: packages
	cd $(CLIENT) && npx --no-install eslint --max-warnings=0 .

client-types: packages
	cd $(CLIENT) && npm run --silent check

client-tests: packages | $(REPORTS)
	cd $(CLIENT) && npx --no-install vitest run --reporter=default --reporter=junit \
		--outputFile.junit=$(REPORTS)/$@.xml

built-client-tests: client | $(REPORTS)
	$(NODE_TEST) $(CLIENT)/lint/built-files.test.mjs

docs-tests: | $(REPORTS)
	$(NODE_TEST) .ci/docs.test.mjs

totals-tests: | $(REPORTS)
	$(NODE_TEST) .ci/totals.test.mjs

# One file of them: make browser-tests FILES=mentions
browser-tests: packages rust-build
	@$(WITH_BINARY) sh .ci/browser-tests $(REPORTS) $(FILES)

bench-short: rust-build
	$(WITH_BINARY) $(TARGET)/debug/bench --short

abuse-short: rust-build
	$(WITH_BINARY) $(TARGET)/debug/abuse --short

clean: ## Remove what was built; data is left alone
	cargo clean
	rm -rf $(CLIENT)/dist $(CLIENT)/node_modules
