# Each of these does its own set-up: missing Debian packages are installed through apt-get, as root or with sudo.
.PHONY: demo test bench lint build clean

SHELL := /bin/bash

# The whole system on this machine with sample data; Ctrl-Q leaves it.
demo:
	@Scripts/packages build
	@echo "Building (a few minutes after a fresh clone: the server's TLS library is most of it) …"
	@swift build
	@Scripts/demo

# Every test, with the real programs in a real terminal.
test:
	@Scripts/packages test
	@swift build
	@swift test

# Speed and memory as ratios against a baseline in the same run.
bench:
	@Scripts/packages test
	@swift build -c release --product uketsuke-kiosk
	@swift build -c release --product uketsuke-bench
	@"$$(swift build -c release --show-bin-path)/uketsuke-bench"

# Layout and style by .swift-format; any finding fails.
lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

# The three programs, optimised, in .build/release.
build:
	@Scripts/packages build
	@swift build -c release --product uketsuke-kiosk
	@swift build -c release --product uketsuke-scan
	@swift build -c release --product uketsuke-cloud

clean:
	@rm -rf .build .demo
