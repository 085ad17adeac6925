# Each of these does its own set-up: missing Debian packages are installed through apt-get, as root or with sudo.
.PHONY: demo test test-vm test-asan test-tsan fuzz bench bench-engine bench-scanner soak soak-scanner soak-kills lint build
.PHONY: install deb clean

SHELL := /bin/bash

# A release brings its own copy of Swift's libraries, and of that only what it uses is read at the start: the kiosk then
# starts sooner and takes 8 MB less. Packed relocations need a glibc of 2.36 or later.
RELEASE := -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs

# The whole system on this machine with sample data; Ctrl-Q leaves it.
demo:
	@Scripts/packages build
	@echo "Building (a few minutes after a fresh clone: the server's TLS library is most of it) …"
	@swift build
	@Scripts/demo

# Every test, with the real programs in a real terminal. One after the other: many of them wait for a program, a server
# or a disk, and tests that wait side by side leave no thread to the servers among them.
test:
	@Scripts/packages test
	@swift build
	@swift test --no-parallel

# Cameras and keyboards that are really pulled out, and a disk whose power is cut (CUTS=50 for the long run, SEED=n to
# replay one), in a virtual machine; takes about six minutes.
test-vm:
	@Scripts/packages vm
	@swift build --product uketsuke-cloud
	@swift build $(RELEASE) --product uketsuke-scan
	@swift build $(RELEASE) --product uketsuke-kiosk
	@Scripts/test-vm

# Speed and memory as ratios against a baseline in the same run.
bench:
	@Scripts/packages test
	@swift build $(RELEASE) --product uketsuke-kiosk
	@swift build $(RELEASE) --product uketsuke-bench
	@"$$(swift build -c release --show-bin-path)/uketsuke-bench"

# Admission, first sync, delivery and cancellation at a million passes, with the real cloud; takes some minutes.
bench-engine:
	@Scripts/packages test
	@for product in uketsuke-kiosk uketsuke-cloud uketsuke-bench; do \
	    swift build $(RELEASE) --product $$product || exit 1; done
	@swift build --product fault-shim
	@folder=$$(mktemp -d "$$PWD/.uketsuke-bench-XXXXXX") && trap 'rm -rf "$$folder"' EXIT && \
	    LD_PRELOAD="$$(swift build --show-bin-path)/libfault-shim.so" DISK_FAULT_FOLDER="$$folder" \
	    DISK_FAULT="$$folder.fault" "$$(swift build -c release --show-bin-path)/uketsuke-bench" engine \
	    --directory "$$folder"

# What the scanner reads, how soon and at what cost, on frames of a new seed (SEED=n for an old one) or on those in
# FRAMES and STREAMS, each one folder or several.
bench-scanner:
	@Scripts/packages test
	@for product in uketsuke-kiosk uketsuke-scan uketsuke-bench camera-shim; do \
	    swift build $(RELEASE) --product $$product || exit 1; done
	@set -e; frames="$(FRAMES)"; streams="$(STREAMS)"; \
	if [ -z "$$frames$$streams" ]; then \
	    made=$$(Scripts/scanner-frames $(SEED)); { read -r frames; read -r streams; } <<<"$$made"; fi; \
	"$$(swift build -c release --show-bin-path)/uketsuke-bench" scanner --latency \
	    $${frames:+$$(printf -- '--frames %s ' $$frames)} $${streams:+$$(printf -- '--streams %s ' $$streams)}

# Whether memory, descriptors or files grow over COUNT presentations (100,000 if that is not set) with outages, lost cameras
# and staff at the console, and whether every event is in the cloud; takes hours.
soak:
	@Scripts/packages test
	@swift build
	@COUNT=$(COUNT) Scripts/soak

# Whether the scanner's memory grows over a million pictures.
soak-scanner:
	@Scripts/packages test
	@swift build $(RELEASE) --product uketsuke-bench
	@"$$(swift build -c release --show-bin-path)/uketsuke-bench" scanner-soak

# Whether anything is lost, doubled or different after KILLS random kills of kiosk and cloud (2,000 if that is not set);
# each round prints its seed, and UKETSUKE_SEED=n replays its choices.
soak-kills:
	@Scripts/packages test
	@swift build
	@swift build --build-tests
	@UKETSUKE_KILLS=$(or $(KILLS),2000) swift test --skip-build --filter KillTests

# The tests, and the programs that they start, with a check of every access to memory, or of every access from two threads.
# FILTER=ReceptionTests runs some. TOMLKit frees no document that it has read, so what is left at the end says nothing; a
# library that a test loads before the program stands before the checks.
test-asan:
	@Scripts/packages test
	@ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 swift test --no-parallel --sanitize address \
	    --scratch-path .build/asan $(if $(FILTER),--filter "$(FILTER)")

test-tsan:
	@Scripts/packages test
	@TSAN_OPTIONS=halt_on_error=1 swift test --no-parallel --sanitize thread \
	    --scratch-path .build/tsan $(if $(FILTER),--filter "$(FILTER)")

# Random and mutated inputs for everything that reads what comes from outside, MINUTES each (10 if that is not set);
# TARGETS="token wire" feeds some only. What was learnt is kept in Fuzz/Corpus.
fuzz:
	@Scripts/packages build
	@MINUTES=$(or $(MINUTES),10) Scripts/fuzz $(TARGETS)

# Layout and style by .swift-format; any finding fails.
lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks \
	    Fuzz/Package.swift Fuzz/Harness

# The three programs, optimised, in .build/release.
build:
	@Scripts/packages build
	@swift build $(RELEASE) --product uketsuke-kiosk
	@swift build $(RELEASE) --product uketsuke-scan
	@swift build $(RELEASE) --product uketsuke-cloud

# Puts what `make build` has built below PREFIX (/usr/local), with manual pages, completions, units and rules; DESTDIR and
# SYSCONFDIR (/etc) are as usual.
install:
	@DESTDIR="$(DESTDIR)" PREFIX="$(or $(PREFIX),/usr/local)" SYSCONFDIR="$(or $(SYSCONFDIR),/etc)" Scripts/install

# The Debian packages uketsuke-kiosk and uketsuke-cloud, in .build/deb.
deb: build
	@Scripts/packages deb
	@Scripts/deb

clean:
	@rm -rf .build .demo
