# make         build yulu and write every output of the shipped deck into out/
# make test    everything that must hold before a change is kept
# make install PREFIX=/usr/local   the program, its manual pages and completions
# make dist    an archive and a Debian package to pass on, into target/package
# make desktop-shots   take the README's pictures in Anki's desktop
# make fonts   the fonts of the printed sheets anew (needs npm)
# make check-lean   the tests of the program without Typst
# make fuzz    inputs changed at random for FUZZ_SECONDS (600), from FUZZ_SEED (1), of FUZZ_TARGET (all)
# make audit   licences, advisories and sources of all dependencies (needs cargo-deny)
# make clean   remove out/ and what was built

.PHONY: all build install dist dist-build setup setup-test test check-rust check-anki check-tables check-print desktop-shots fonts check-lean fuzz audit clean
.DEFAULT_GOAL := all

YULU := target/release/yulu
PREFIX ?= /usr/local

# Typst, which sets the printed sheets, is most of what is compiled. The first time, all other
# outputs are there before it is; what was compiled for them serves again.
# `yulu build` prints every output with how to open it.
all: setup
	@if [ ! -x $(YULU) ]; then \
	  echo "1 of 2: building yulu without printed sheets; this takes a few minutes" && \
	  cargo build --release --locked --no-default-features && \
	  $(YULU) build --format apkg,csv,html,sources && \
	  echo "2 of 2: building it with printed sheets; this takes about twice as long" && \
	  echo "        (the files above are complete: open them meanwhile)"; \
	fi
	cargo build --release --locked
	@$(YULU) build
	@echo "Next: $(YULU) --help, or docs/your-own-deck.md for a deck from a document of yours."

build: setup
	cargo build --release --locked

# Built apart: smaller, and slower to build. The archive's program finds OpenCC beside itself.
dist-build: setup
	cargo rustc --profile dist --bin yulu --locked -- -C link-arg=-Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../lib/yulu'

dist: dist-build
	@.ci/dist

install: dist-build
	@.ci/dist --install $(DESTDIR)$(PREFIX)

setup:
	@.ci/packages build

setup-test:
	@.ci/packages test

test: setup-test check-rust check-anki check-tables check-print
	@echo "make test: all checks passed"

# Formatting, lints, documentation, tests; licences of the dependency graph are a test.
check-rust: setup-test
	cargo fmt --check
	cargo clippy --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked --quiet
	cargo clippy --all-targets --no-default-features --locked -- -D warnings
	YULU_SHELLS="$$(command -v apt-get)" cargo test --locked
	cargo run --locked --quiet -- check

# The outputs in the real programs they are for: Anki's importer, newest and a year old, a
# browser, Python's csv. The project is copied, so that no build touches its lock.
check-anki: check-rust
	cargo run --locked --quiet -- build --quiet --out target/check
	.venv/bin/python tests/anki/test_package.py target/check/liang-wenfeng.apkg target/check/liang-wenfeng.csv
	.venv-old/bin/python tests/anki/test_package.py target/check/liang-wenfeng.apkg target/check/liang-wenfeng.csv
	rm -rf target/check/inert && cp -R tests/sample-decks/valid/hostile-anki target/check/inert
	cargo run --locked --quiet -- -C target/check/inert build --quiet --format apkg --out ..
	.venv/bin/python tests/anki/test_inert.py target/check/anki.apkg
	.venv-old/bin/python tests/anki/test_inert.py target/check/anki.apkg
	.venv/bin/python tests/anki/test_recordings.py target/debug/yulu tests/sample-decks/valid/recordings
	.venv-old/bin/python tests/anki/test_recordings.py target/debug/yulu tests/sample-decks/valid/recordings
	.venv/bin/python tests/anki/test_updates.py target/debug/yulu .
	.venv-old/bin/python tests/anki/test_updates.py target/debug/yulu .
	cargo run --locked --quiet -- build --quiet --with script-cards,production-cards,word-cards --out target/check/scripts
	.venv/bin/python tests/anki/test_package.py target/check/scripts/liang-wenfeng.apkg target/check/scripts/liang-wenfeng.csv
	.venv/bin/python tests/anki/test_browser.py target/check/scripts/liang-wenfeng.apkg
	.venv/bin/python tests/reader/test_page.py target/debug/yulu . target/check/liang-wenfeng.html
	.venv/bin/python tests/reader/test_watch.py target/debug/yulu .

# The tables in the programs that read them: Anki's text import, Python's csv, pandas, SQLite,
# DuckDB, openpyxl, LibreOffice Calc. The shipped deck and a hostile one.
check-tables: check-rust
	cargo run --locked --quiet -- build --quiet --format apkg,csv --profile anki --out target/check
	rm -rf target/check/hostile && cp -R tests/sample-decks/valid/hostile-cells target/check/hostile
	cargo run --locked --quiet -- -C target/check/hostile build --quiet --format apkg,csv --profile anki --out ..
	for python in .venv .venv-old; do for deck in liang-wenfeng cells; do \
	  $$python/bin/python tests/anki/test_text_import.py target/check/$$deck.apkg target/check/$$deck.anki.csv || exit 1; \
	done; done
	.venv-tables/bin/python tests/tables/test_tables.py target/debug/yulu .

# Printed pages as they are rendered: backs behind fronts, every text on its card.
check-print: check-rust
	python3 tests/print/test_print.py target/debug/yulu .

# Pictures of the cards in Anki's desktop itself, for the README. Debian only: it needs an
# X server without a screen.
desktop-shots: build
	@.ci/packages desktop
	$(YULU) build --quiet --format apkg --out target/check
	.venv-desktop/bin/python tests/anki/desktop_shots.py target/check/liang-wenfeng.apkg docs/pictures

# Debug builds, whose arithmetic is checked; our own code optimised a little, so that it goes faster.
fuzz: setup
	FUZZ_SECONDS="$${FUZZ_SECONDS:-600}" CARGO_PROFILE_DEV_OPT_LEVEL=1 CARGO_PROFILE_TEST_OPT_LEVEL=1 \
	  cargo test --no-default-features --locked --target-dir target/fuzzing --test suite -- \
	  --ignored --nocapture fuzz::for_a_given_time

# After a change of templates/fonts/subset.py, or for a character that no font has.
fonts: build
	@YULU=$(YULU) .ci/fonts

# The tests of the program without Typst. Its dependencies are compiled once more for it, so it
# is not part of `make test`; the lints above are.
check-lean: setup-test
	cargo test --locked --no-default-features --target-dir target/lean

audit:
	@command -v cargo-deny >/dev/null || { echo "make audit needs cargo-deny: cargo install cargo-deny"; exit 2; }
	cargo deny check

clean:
	cargo clean
	rm -rf out .venv .venv-old .venv-tables .venv-desktop
