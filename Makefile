# What a newcomer types is "make run", and then "make test".

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c

# Tools run at a pinned version, so that go.mod holds only what the program and
# its tests use.
GOLANGCI  := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
ESBUILD   := go run github.com/evanw/esbuild/cmd/esbuild@v0.28.2
GOTESTSUM := go run gotest.tools/gotestsum@v1.13.0

# "./..." passes over a folder of the name testdata.
PACKAGES := ./... ./testdata
ECHARTS  := reports/echarts/dist/echarts.js
FUZZTIME := 1m

help:                           ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: build demo                 ## the main job on the sample region, in demo/
	@code=0; ./academy -C demo run --as-of "$$(cat demo/truth/as-of.txt)" || code=$$?; \
	if [ $$code -gt 1 ]; then exit $$code; fi; \
	if [ $$code = 1 ]; then echo; \
	    echo "The sample holds faults on purpose, so something needs a person: ./academy -C demo status"; fi; \
	echo; echo "Open these in a browser and a spreadsheet program:"; \
	for audience in demo/packs/*/*/; do \
	    newest="$$(find "$$audience" -maxdepth 1 -name 'v*' | sort -V | tail -n 1)"; \
	    if [ -f "$$newest/pack.html" ]; then printf '  %s\n' "$$newest/pack.html" "$$newest/pack.xlsx"; fi; \
	done

test: assets                    ## every test; what was skipped is named at the end
	@$(GOTESTSUM) --format pkgname --jsonfile test.json -- -timeout 40m $(PACKAGES)

check: vet lint race            ## vet, formatting, golangci-lint, race detector

vet: assets
	go vet $(PACKAGES)
	@bad="$$(gofmt -l cmd ingest jobs metrics queries reports testdata)"; \
	if [ -n "$$bad" ]; then printf 'not formatted as gofmt has it:\n%s\n' "$$bad"; exit 1; fi

lint: assets
	$(GOLANGCI) run $(PACKAGES)

race: assets
	go test -race -short -timeout 30m $(PACKAGES)

build: assets                   ## the program, ./academy
	go build -buildvcs=false -ldflags='-s -w' -o . ./cmd/academy

assets: $(ECHARTS)              ## ECharts, bundled to the parts that packs use

update: assets                  ## rewrite golden files, then look at the diff
	go test $$(go list -f '{{range $$i := .TestImports}}{{if eq $$i "academy/testdata"}}{{$$.ImportPath}}{{end}}{{end}}' ./...) -update
	git diff --stat

fuzz:                           ## each fuzz target for a minute (FUZZTIME=1m)
	@for package in $$(go list $(PACKAGES)); do \
	    for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	        echo "$$package $$target"; \
	        go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package; \
	    done; \
	done

bench: assets                   ## benchmarks, into bench.txt; docs/performance.md says what is wanted
	STAFF_ROWS=1600000 go test -run '^$$' -bench . -benchmem -benchtime 3x -timeout 60m $(PACKAGES) | tee bench.txt

clean:                          ## take away what was made, demo/ too
	rm -rf academy academy.exe demo demo.new node_modules test.json
	find reports/echarts/dist -type f ! -name README -delete

# The workspace is complete or not there, whenever it is interrupted.
demo:
	rm -rf demo.new
	cp -R testdata/region demo.new
	mv demo.new demo

$(ECHARTS): node_modules/.package-lock.json reports/echarts/entry.js
	$(ESBUILD) reports/echarts/entry.js --bundle --minify --format=iife --global-name=echarts \
	    --outfile=$@ --log-level=warning

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

.PHONY: help run test check vet lint race build assets update fuzz bench clean
