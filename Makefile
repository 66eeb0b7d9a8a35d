# The front door; Meson does the work. `make help` lists what there is.
#
# Each target first installs what it needs and the system lacks (tools/install_packages.sh says
# what and how much, and asks for sudo when not root). CI=true, and every lint, turns warnings into errors.

BUILD ?= build
ASAN ?= build-asan
JOBS ?= $(shell nproc)
WERROR = $(if $(filter true,$(CI)),-Dwerror=true,)

.NOTPARALLEL:
.PHONY: help build demo test bench lint test-full fuzz stats install clean frontend FORCE

help:
	@echo "make build      install what building needs, leave build/coalition"
	@echo "make demo       build, fill the sample program, serve it at http://127.0.0.1:8080"
	@echo "make test       every test on SQLite and PostgreSQL, again under ASan and UBSan, and the checks"
	@echo "make lint       clang-format, clang-tidy, shellcheck, codespell, source rules"
	@echo "make test-full  make test and make lint, then long loops, valgrind, ClickHouse and the R references"
	@echo "make bench      measure, side by side with the peers that are installed; writes docs/performance.md"
	@echo "make fuzz       feed the parsers random input for SECONDS (60) each"
	@echo "make stats      lines per module and how long functions are"
	@echo "make install    install under PREFIX (DESTDIR is honoured)"
	@echo "make clean      remove the build directories"

# packages-build+test installs the groups build and test. (Not phony: make finds no pattern for those.)
packages-%: FORCE
	@tools/install_packages.sh $(subst +, ,$*)

frontend: packages-build
	@if [ -x tools/fetch_frontend.sh ]; then tools/fetch_frontend.sh; fi

$(BUILD)/build.ninja:
	meson setup $(BUILD) $(WERROR)

build: frontend $(BUILD)/build.ninja
	ninja -C $(BUILD) -j $(JOBS)

demo: build
	$(BUILD)/coalition demo $(ARGS)

test: packages-build+test build
	tools/with_postgres.sh tools/run_tests.sh $(BUILD) $(ASAN)

lint: packages-build+lint build
	tools/lint.py --build $(BUILD)

test-full: packages-build+test+lint+full test lint
	tools/with_postgres.sh tools/with_clickhouse.sh tools/run_tests_full.sh $(BUILD)

bench: packages-build+bench frontend
	tools/with_clickhouse.sh bench/run --write $(BENCH)

SECONDS ?= 60
fuzz: packages-build+test frontend
	tests/fuzz/run $(SECONDS)

stats:
	@tools/stats.py

install: build
	meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf build build-asan build-release build-fuzz
