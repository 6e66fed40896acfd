# shellcheck shell=bash disable=SC2154 # set by .ci/claims
# The experiments of docs/claims.md, each a sweep whose rows go to $data/NAME.ndjson. Sourced by .ci/claims, which sets
# $quick (1 or 0) and $data. What is there already from the same spec is not run again.

# The RFC's machine is the default of a workload with 32 CPUs: preset rfc-32c32g, high_min 988.
auto=''
pinned='--set node0.Normal.high_max=988'
below='--initial aged --set aged.used=95 --set node0.Normal.high=7000000'

# seeds TRACE LAST: a JSON array of the trace with seeds 1 to LAST
seeds() {
  jq -cn --arg trace "$1" --argjson last "$2" '[range(1; $last + 1) | "\($trace),seed=\(.)"]'
}

# array TEXT…: a JSON array of texts
array() {
  jq -cn '$ARGS.positional' --args -- "$@"
}

# alternatives PREFIX…: a JSON array of options: each prefix alone and with each alternative of each open rule of pcp-buddy
alternatives() {
  "$pcpsim" models pcp-buddy --format json | jq -c '
    [.models[0].parameters[] | select(.type == "choice")
     | . as $rule | .choices[] | select(. != $rule.default) | "--param pcp-buddy.\($rule.name)=\(.)"] as $others
    | [$ARGS.positional[] as $prefix | ("", $others[]) as $rule | "\($prefix) \($rule)"]' --args -- "$@"
}

# sweep NAME MODELS TRACES VARIANTS [FIELDS]: JSON arrays; FIELDS is an object of further fields of the spec
sweep() {
  local name=$1 spec=$data/$1.json
  jq -n --argjson models "$2" --argjson traces "$3" --argjson variants "$4" --argjson more "${5:-{\}}" \
    '{schema: "pcpsim.sweep/1", traces: $traces, models: $models, order: "timed", variants: $variants} + $more' >"$spec.new"
  if cmp -s "$spec" "$spec.new"; then
    rm "$spec.new"
    [ ! -f "$data/$name.ndjson" ] || return 0
  else
    rm -f "$data/$name.ndjson" "$data/$name.ndjson.journal"
    mv "$spec.new" "$spec"
  fi
  local begin=$SECONDS
  "$pcpsim" sweep "$spec" -o "$data/$name.ndjson" -q
  echo "claims: $name: $(wc -l <"$data/$name.ndjson") rows, $((SECONDS - begin)) s" >&2
}

# worst NAME [STATE]: the options of the two alternatives of different rules that cost pcp-buddy most in a sweep of
# alternatives, behind each prefix of options; what takes a part of the design away is no alternative
worst() {
  jq -cs '
    def rule: [scan("pcp-buddy\\.([A-Za-z0-9]+)=")[0]][0];
    def prefix: split(" --param pcp-buddy.")[0] | rtrimstr(" ");
    map(select(."axis.variant" | test("phase0=OFF|phase1Claim=NEVER|mergePer=NEVER|tune=") | not))
    | group_by(."axis.variant" | prefix)
    | [.[]
        | (.[0]."axis.variant" | prefix) as $prefix
        | map(select(."axis.variant" | rule)) | group_by(."axis.variant")
        | map({rule: (.[0]."axis.variant" | rule), option: (.[0]."axis.variant" | ltrimstr($prefix)),
               ns: (map(."sysProxy.nsPerAlloc" + ."sysProxy.nsPerFree") | add / length)})
        | group_by(.rule) | map(max_by(.ns)) | sort_by(-.ns, .rule)
        | "\($prefix)\(.[0].option)\(.[1].option)"]' "$data/$1.ndjson"
}

# costs NAME FILTER: a table of costs made of the standard one
costs() {
  jq "$2" replay-engine/src/main/resources/org/pcpsim/metrics/standard-costs.json >"$data/$1.costs"
}

both='["baseline", "pcp-buddy"]'
rfc='["pcp-buddy"]'
base='["baseline"]'

run_all() {
  local build=1000000 knob=600000 small=200000 last=6 warm='{"warmup": "300000op"}' knobwarm='{"warmup": "200000op"}'
  local knobseeds=1 copies=2 curvecpus='2 8 32 128 512' curvememory='["8G", "128G", "4096G"]' each=9000
  if [ "$quick" -eq 0 ]; then
    build=4000000 knob=2000000 small=1000000 last=6 warm='{"warmup": "1000000op"}' knobwarm='{"warmup": "600000op"}'
    knobseeds=3 copies=6 curvecpus='2 4 8 16 32 64 128 256 512' each=24000
    curvememory='["8G", "16G", "32G", "64G", "128G", "256G", "512G", "1024G", "2048G", "4096G"]'
  fi
  local got='--param pcp-buddy.tune=GOT' states ends
  states=$(array "$auto" "$pinned" "$below")
  costs low '.name = "low" | .costs |= map_values(.value = .low)'
  costs high '.name = "high" | .costs |= map_values(.value = .high)'
  costs flat '.name = "flat" | .costs |= with_entries(if .key | test("^touch") then .value += {value: 15, low: 15, high: 15} else . end)'
  ends=$(array "--costs $data/low.costs" "--costs $data/high.costs" "--costs $data/flat.costs")

  # A1
  sweep build "$both" "$(seeds "workload:kernel-build?cpus=32,operations=$build" $last)" "$states" "$warm"
  sweep build-got "$rfc" "$(seeds "workload:kernel-build?cpus=32,operations=$build" $last)" \
    "$(array "$got" "$pinned $got" "$below $got")" "$warm"
  sweep build-costs "$both" "$(seeds "workload:kernel-build?cpus=32,operations=$build" 1)" \
    "$(jq -cn --argjson states "$states" --argjson ends "$ends" --arg got "$got" \
      '[$ends[] as $table | $states[] as $state | ("", $got) as $tune | "\($table) \($state) \($tune)"]')" "$warm"
  sweep build-data "$both" "$(seeds "workload:kernel-build?cpus=32,operations=$build" 1)" \
    "$(array "--page-data" "--page-data $got" "--page-data $pinned" "--page-data $below")" "$warm"
  sweep build-knobs "$rfc" "$(seeds "workload:kernel-build?cpus=32,operations=$knob" $knobseeds)" \
    "$(alternatives "$auto" "$pinned" "$below")" "$knobwarm"
  sweep build-knobs-base "$base" "$(seeds "workload:kernel-build?cpus=32,operations=$knob" $knobseeds)" "$states" "$knobwarm"
  sweep build-worst "$rfc" "$(seeds "workload:kernel-build?cpus=32,operations=$knob" $knobseeds)" "$(worst build-knobs)" "$knobwarm"
  sweep build-moved "$both" "$(array "workload:kernel-build?cpus=32,operations=$knob,moved=100" "workload:kernel-build?cpus=32,operations=$knob,moved=0")" \
    "$(array "$auto" "$got" "$pinned")" "$knobwarm"
  sweep compile "$both" "$(array sample-traces/compile)" "$(array "$auto" "$pinned" "$got")" \
    '{"scale": 16, "preset": "rfc-32c32g", "initial": "fresh", "seeds": "1..'$copies'"}'

  # A2, A4, A11, A12, A18
  local name traces=()
  for name in alloc-many-free-few one-allocates-for-all exit-storm jemalloc-purge contiguous-across-cpus; do
    traces=("workload:$name?cpus=32,operations=$((2 * small))")
    [ $name != exit-storm ] || traces=("workload:$name?cpus=32,operations=$((3 * small))")
    sweep "main-$name" "$both" "$(seeds "${traces[0]}" $last)" "$states"
    sweep "ends-$name" "$both" "$(seeds "${traces[0]}" 1)" "$ends"
    sweep "knobs-$name" "$rfc" "$(seeds "workload:$name?cpus=32,operations=$small" $knobseeds)" "$(alternatives "$auto" "$pinned")"
    sweep "knobs-$name-base" "$base" "$(seeds "workload:$name?cpus=32,operations=$small" $knobseeds)" "$(array "$auto" "$pinned")"
    sweep "worst-$name" "$rfc" "$(seeds "workload:$name?cpus=32,operations=$small" $knobseeds)" "$(worst "knobs-$name")"
  done
  sweep think "$both" "$(array \
    "workload:alloc-many-free-few?cpus=32,operations=$small,free_ns=180" \
    "workload:alloc-many-free-few?cpus=32,operations=$small,free_ns=600" \
    "workload:alloc-many-free-few?cpus=32,operations=$small,free_ns=2000" \
    "workload:alloc-many-free-few?cpus=32,operations=$small,alloc_ns=10000" \
    "workload:one-allocates-for-all?cpus=32,operations=$small,alloc_ns=1" \
    "workload:one-allocates-for-all?cpus=32,operations=$small,alloc_ns=850" \
    "workload:one-allocates-for-all?cpus=32,operations=$small,alloc_ns=3000")" "$(array "$auto" "--param pcp-buddy.allocLock=SPIN")"

  # A6, and the prices of A8
  "$pcpsim" replay sample-traces/01-first-refill.json --cpus 32 --memory 32G --format json |
    jq -c '.machine.zones[] | select(.name == "Normal")' >"$data/formula.ndjson"
  jq -c .costs replay-engine/src/main/resources/org/pcpsim/metrics/standard-costs.json >"$data/prices.ndjson"

  # A7
  local high highs=()
  for high in 252 393 512 710 988 2048 4096; do
    highs+=("--set node0.Normal.high_min=$high --set node0.Normal.high_max=$high")
  done
  sweep sharing "$base" "$(array "workload:kernel-build?cpus=32,operations=$knob" "workload:exit-storm?cpus=32,operations=$((3 * small))")" \
    "$(array "${highs[@]}" "")"

  # A8: one round of processes that allocate, then exit: all of it, and the exits alone
  for cpus in 0op 135000op; do
    for name in timed trace; do
      sweep "merging-$name-${cpus%op}" "$base" "$(array "workload:exit-storm?cpus=32,operations=262144")" "$(array "$pinned")" \
        "{\"order\": \"$name\", \"warmup\": \"$cpus\"}"
    done
  done

  # A11: processes that exit at once
  for cpus in 2 8 32 128; do
    name="workload:exit-storm?cpus=$cpus,operations=$((17000 * cpus))"
    sweep "exits-$cpus" "$both" "$(array "$name")" "$(array "")" "{\"cpus\": $cpus, \"memory\": \"128G\"}"
    sweep "exits-pinned-$cpus" "$both" "$(array "$name")" "$(array "--set node0.Normal.high_min=988 $pinned")" "{\"cpus\": $cpus, \"memory\": \"128G\"}"
  done

  # A13, A14, A15
  local off='--param pcp-buddy.phase0=OFF' tail='--param pcp-buddy.fragmentQueue=LIKE_OTHERS' never='--param pcp-buddy.phase1Claim=NEVER'
  sweep fragmentation "$rfc" "$(seeds "workload:kernel-build?cpus=32,operations=$knob" 3)" \
    "$(array "" "$off" "$tail" "$off $tail" "--initial aged" "--initial aged $off" "--initial aged $tail" "--initial aged $off $tail")" "$knobwarm"
  sweep fragmentation-base "$base" "$(seeds "workload:kernel-build?cpus=32,operations=$knob" 3)" "$(array "" "--initial aged")" "$knobwarm"
  sweep small "$both" "$(array "workload:kernel-build?cpus=32,operations=$knob" "workload:exit-storm?cpus=32,operations=$((3 * small))")" \
    "$(array "--set node0.Normal.high_min=400 --set node0.Normal.high_max=400" "$never" "$pinned $never" "--initial aged --set aged.used=95 --set aged.partial=100 $never")"

  # A23
  sweep chunks "$base" "$(array "workload:exit-storm?cpus=32,operations=$((3 * small))" "workload:one-allocates-for-all?cpus=32,operations=$((2 * small))")" \
    "$(array "--kernel 6.18 --set node0.Normal.high_min=4096 --set node0.Normal.high_max=4096" "--kernel 7.0 --set node0.Normal.high_min=4096 --set node0.Normal.high_max=4096")"

  sweep chunks-exits "$base" "$(array "workload:exit-storm?cpus=32,operations=524288,pages=8192")" \
    "$(array "--kernel 6.18 --set node0.Normal.high_min=4096 --set node0.Normal.high_max=4096" "--kernel 7.0 --set node0.Normal.high_min=4096 --set node0.Normal.high_max=4096")" '{"warmup": "400000op"}'

  # Checks on the clock
  for cpus in 1 2 4 8 16 26; do
    sweep "llfree-$cpus" "$base" "$(array "workload:exit-storm?cpus=$cpus,operations=$((17000 * cpus)),pages=8192,alloc_ns=1,free_ns=1")" \
      "$(array "--kernel 6.1" "--kernel 7.0")" "{\"cpus\": $cpus, \"memory\": \"128G\"}"
  done
  sweep holds "$base" "$(array "workload:exit-storm?cpus=10,operations=$((4 * small)),pages=65536,alloc_ns=500")" \
    "$(array "--kernel 6.1" "--kernel 6.12" "--kernel 7.0")" '{"cpus": 10, "memory": "64G"}'
  sweep tuned "$both" "$(array "workload:kernel-build?cpus=224,operations=$((224 * each))")" \
    "$(array "--kernel 6.1 --set node0.Normal.high_min=367 --set node0.Normal.high_max=367 --set node1.Normal.high_min=367 --set node1.Normal.high_max=367" "--kernel 7.0")" \
    "{\"cpus\": 224, \"nodes\": 2, \"memory\": \"256G\", \"warmup\": \"$((75 * each))op\"}"
  local old='--kernel 6.1'
  for name in node0 node1; do
    old+=" --set $name.Normal.batch=31 --set $name.Normal.high_min=186 --set $name.Normal.high_max=186"
  done
  sweep faults "$both" "$(array "workload:exit-storm?cpus=112,operations=$((112 * 9000)),pages=4096,alloc_ns=700")" \
    "$(array "$old" "--kernel 7.0")" '{"cpus": 112, "nodes": 2, "memory": "256G"}'

  # A3
  local cpus fields
  for cpus in $curvecpus; do
    fields="{\"cpus\": $cpus, \"memory\": $curvememory, \"warmup\": \"$((each * cpus / 3))op\"}"
    sweep "curve-build-$cpus" "$both" "$(array "workload:kernel-build?cpus=$cpus,operations=$((each * cpus))")" "$(array "")" "$fields"
    sweep "curve-tuned-$cpus" "$rfc" "$(array "workload:kernel-build?cpus=$cpus,operations=$((each * cpus))")" "$(array "$got")" "$fields"
    fields="{\"cpus\": $cpus, \"memory\": $curvememory, \"warmup\": \"$((each * cpus / 8))op\"}"
    sweep "curve-share-$cpus" "$both" "$(array "workload:alloc-many-free-few?cpus=$cpus,freers=$(((cpus + 15) / 16)),operations=$((each * cpus / 2))")" \
      "$(array "")" "$fields"
  done
}
