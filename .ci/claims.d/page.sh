# shellcheck shell=bash disable=SC2154 # set by .ci/claims
# Writes the page and its picture from the rows of the experiments. Sourced by .ci/claims, which sets $data, $kind, $pages and $wanted.

# engine: a digest of what decides an experiment's figures
engine() {
  find replay-engine/src/main trace-formats/src/main -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c 1-16
}

# Figures of another engine are worth nothing beside those of this one.
forget_other_engines() {
  if [ -f "$data/engine" ] && [ "$(cat "$data/engine")" != "$(engine)" ]; then
    echo "claims: $data is of another version of pcpsim's engine; all runs anew" >&2
    rm -f "$data"/*.ndjson "$data"/*.ndjson.journal
  fi
  engine >"$data/engine"
}

# collect: the rows of all experiments, of them the fields that the programs name, as claims/results.json.gz beside the page
collect() {
  local name
  grep -ohE '[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*' .ci/claims.d/*.jq | LC_ALL=C sort -u | jq -R . | jq -cs 'map({(.): true}) | add' >"$data/named"
  for name in "${wanted[@]}"; do
    jq -cn --arg name "$name" --slurpfile named "$data/named" '{($name): [inputs | with_entries(select(.value != null
      and ($named[0][.key] or (.key | startswith("axis.")) or $name == "prices" or $name == "formula")))]}' \
      "$data/$name.ndjson" || fail "$name: cannot be read"
  done | jq -cs --arg kind "$kind" --arg engine "$(cat "$data/engine")" '{kind: $kind, engine: $engine, rows: add}' |
    sed "s|$data/||g" | gzip -9n >"$pages/claims/results.json.gz.new"
  mv "$pages/claims/results.json.gz.new" "$pages/claims/results.json.gz"
}

# program PROGRAM…: the programs behind those of figures and rules
program() {
  cat .ci/claims.d/figures.jq .ci/claims.d/rules.jq .ci/claims.d/build.jq .ci/claims.d/shares.jq "$@"
}

# written OUT PROGRAM…: what the programs print over all rows. They are run until pcpsim's statistics know every sample that
# they ask for: a sample of medians is known only after these.
written() {
  local out=$1 pass
  shift
  program "$@" >"$data/program.jq"
  for pass in 1 2 3 4; do
    jq -r --slurpfile stats "$data/statistics.json" -f "$data/program.jq" "$data/results.json" >"$out.new" 2>"$data/asked" ||
      fail "$out, pass $pass: $(grep -v '^\["DEBUG:"' "$data/asked" | head -n 5)"
    grep -q '^\["DEBUG:"' "$data/asked" || return 0
    sed -n 's/^\["DEBUG:",\["sample",\(\[.*\]\)\]\]$/\1/p' "$data/asked" | LC_ALL=C sort -u - "$data/samples" >"$data/samples.new"
    mv "$data/samples.new" "$data/samples"
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -cp "$classes" .ci/claims.d/Statistics.java <"$data/samples" >"$data/statistics.json"
  done
  fail "$out: samples are asked for without end"
}

# render FOLDER: the page and its picture, both or neither
render() {
  local parts=(.ci/claims.d/rest.jq .ci/claims.d/variants.jq .ci/claims.d/clock.jq .ci/claims.d/page.jq)
  mkdir -p "$1/claims"
  gzip -dc "$pages/claims/results.json.gz" >"$data/results.json"
  : >"$data/samples"
  echo '{}' >"$data/statistics.json"
  written "$1/claims.md" "${parts[@]}"
  written "$1/claims/curve.svg" .ci/claims.d/curve.jq
  mv "$1/claims.md.new" "$1/claims.md"
  mv "$1/claims/curve.svg.new" "$1/claims/curve.svg"
}

# check_page: fails if the page or the picture is not what the kept results give
check_page() {
  local file
  [ -f docs/claims/results.json.gz ] || fail "no kept results in docs/claims; .ci/claims makes them"
  render "$data/again"
  for file in claims.md claims/curve.svg; do
    diff -u "docs/$file" "$data/again/$file" >&2 || fail "docs/$file is not what docs/claims/results.json.gz gives; .ci/claims writes it"
  done
  echo "claims: the page is that of the kept results"
}
