# Builds the distribution and the lab when their sources are younger. Sourced by ../../connector; sets $distribution.

version=$(sed -n 's:.*<version>\([^<]*\)</version>.*:\1:p' "$root/pom.xml" | head -n 1)
distribution=$root/distribution/target/server-migration-connector-$version

build_distribution() {
    local mark=$root/distribution/target/built
    if [ -e "$mark" ] && [ -x "$distribution/bin/connector" ] && [ -z "$(
        find "$root/pom.xml" "$root/bundles" "$root/config" -name target -prune -o -newer "$mark" -type f \
            ! -path '*/src/test/*' -print -quit
    )" ]; then
        return 0
    fi
    echo "connector: building the distribution (the first time Maven fetches the libraries)" >&2
    (cd "$root" && mvn --batch-mode --no-transfer-progress -Pquick -pl bundles/distribution -am package) \
        >"$(log_file build)" 2>&1 || {
        grep -E '^\[ERROR\]|BUILD' "$(log_file build)" | head -n 20 >&2
        fail "the build failed; the whole log is $(log_file build)"
    }
    touch "$mark"
}

build_lab() {
    mkdir -p "$lab_home/bin"
    (cd "$root/lab" && "$go_directory/go" build -o "$lab_binary" ./cmd/lab) >"$(log_file lab-build)" 2>&1 || {
        head -n 20 "$(log_file lab-build)" >&2
        fail "the lab did not build; the whole log is $(log_file lab-build)"
    }
}
