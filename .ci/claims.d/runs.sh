# shellcheck shell=bash disable=SC2154 # set by .ci/claims
# The experiments of docs/claims.md. Sourced by .ci/claims, which sets $kind and $data.

# The RFC's machine is the default of a workload with 32 CPUs: preset rfc-32c32g, high_min 988.
auto=''
pinned='--set node0.Normal.high_max=988'
below='--initial aged --set aged.used=95 --set node0.Normal.high=7000000'
got='--param pcp-buddy.tune=GOT'

both='["baseline", "pcp-buddy"]'
rfc='["pcp-buddy"]'
base='["baseline"]'
premerge='["pcp-premerge"]'
ns='."sysProxy.nsPerAlloc" + ."sysProxy.nsPerFree"'
slow='-."throughput.operationsPerSecond"'

# Sizes: operations of the workloads, of them not counted at the beginning, and the last seed. The first seed chooses which
# open rules decide; these then run with the other seeds, which had no say in that.
sizes() {
  last=7 few=3 thinks=3 copies=2 scale=16
  build=400000 buildwarm=260000 share=140000 sharewarm=50000 storm=270000 purge=150000 contiguous=100000
  exits='2 8 32' curvecpus='2 8 32 128 512' curvememory='["8G", "128G", "4096G"]' each=2400
  case $kind in
  full)
    last=13 few=7 thinks=7 copies=6
    build=1200000 buildwarm=400000 share=800000 sharewarm=270000 storm=800000 purge=600000 contiguous=600000
    exits='2 8 32 128' curvecpus='2 4 8 16 32 64 128 256 512' each=12000
    curvememory='["8G", "16G", "32G", "64G", "128G", "256G", "512G", "1024G", "2048G", "4096G"]'
    ;;
  trial)
    thinks=1 copies=1 scale=2
    build=120000 buildwarm=50000 share=80000 sharewarm=30000 storm=270000 purge=60000 contiguous=40000
    exits='2 8 32' curvecpus='2 8 32' each=2000
    ;;
  esac
  kernelbuild="workload:kernel-build?cpus=32,operations=$build"
  buildfields="{\"warmup\": \"${buildwarm}op\"}"
  longbuild="workload:kernel-build?cpus=32,operations=$((3 * build))"
  longfields="{\"warmup\": \"$((2 * build))op\"}"
  sharefields="{\"warmup\": \"${sharewarm}op\"}"
}

run_all() {
  sizes
  costs low '.name = "low" | .costs |= map_values(.value = .low)'
  costs high '.name = "high" | .costs |= map_values(.value = .high)'
  costs flat '.name = "flat" | .costs |= with_entries(if .key | test("^touch") then .value += {value: 15, low: 15, high: 15} else . end)'
  jq -c .costs replay-engine/src/main/resources/org/pcpsim/metrics/standard-costs.json >"$data/prices.ndjson"
  "$pcpsim" replay sample-traces/01-first-refill.json --cpus 32 --memory 32G --format json |
    jq -c '.machine.zones[] | select(.name == "Normal")' >"$data/formula.ndjson"
  wanted+=(prices formula)
  variants
  shares
  storms
  builds
  fragments
  clocks
  curves
}

# A1
builds() {
  local ends=()
  sweep build "$both" "$(seeds "$kernelbuild" 1 $last)" "$(array "$auto" "$pinned" "$below")" "$buildfields"
  sweep build-long "$both" "$(seeds "$longbuild" 1 $few)" "$(array "$auto" "$pinned" "$below")" "$longfields"
  sweep build-got "$rfc" "$(seeds "$kernelbuild" 1 $last)" "$(array "$got")" "$buildfields"
  for table in low high; do
    ends+=("--costs $data/$table.costs" "--costs $data/$table.costs $pinned" "--costs $data/$table.costs $below")
  done
  sweep build-ends "$both" "$(seeds "$kernelbuild" 1 $few)" "$(array "${ends[@]}")" "$buildfields"
  sweep build-ends-got "$rfc" "$(seeds "$kernelbuild" 1 $few)" "$(array "${ends[0]} $got" "${ends[3]} $got")" "$buildfields"
  sweep build-data "$both" "$(seeds "$kernelbuild" 1 $few)" "$(array "--page-data" "--page-data $pinned")" "$buildfields"
  sweep build-data-got "$rfc" "$(seeds "$kernelbuild" 1 $few)" "$(array "--page-data $got")" "$buildfields"
  sweep build-rules "$rfc" "$(seeds "$kernelbuild" 1 1)" "$(behind "$auto" "$pinned")" "$buildfields"
  sweep build-deciding "$rfc" "$(seeds "$kernelbuild" 2 $last)" "$(deciding build-rules "$ns")" "$buildfields"
  sweep build-moved "$both" "$(seeds "$kernelbuild,moved=100" 1 $few)" "$(array "$auto")" "$buildfields"
  sweep compile "$both" "$(array sample-traces/compile)" "$(array "$auto" "$pinned")" \
    '{"scale": '$scale', "preset": "rfc-32c32g", "initial": "fresh", "seeds": "1..'$copies'"}'
  sweep compile-got "$rfc" "$(array sample-traces/compile)" "$(array "$got")" \
    '{"scale": '$scale', "preset": "rfc-32c32g", "initial": "fresh", "seeds": "1..'$copies'"}'
}

# A2, A4, A5, A18, and what A20 and A22 look at besides
shares() {
  local name trace states
  for name in alloc-many-free-few one-allocates-for-all; do
    trace="workload:$name?cpus=32,operations=$share"
    sweep "main-$name" "$both" "$(seeds "$trace" 1 $last)" "$(array "$auto" "$pinned" "$below")" "$sharefields"
    sweep "rules-$name" "$rfc" "$(seeds "$trace" 1 1)" "$(behind "$auto" "$pinned")" "$sharefields"
    sweep "deciding-$name" "$rfc" "$(seeds "$trace" 2 $last)" "$(deciding "rules-$name" "$slow")" "$sharefields"
    sweep "ends-$name" "$both" "$(seeds "$trace" 1 $few)" \
      "$(array "--costs $data/low.costs" "--costs $data/high.costs" "--costs $data/flat.costs")" "$sharefields"
  done
  states=$(jq -cn --argjson last $thinks --arg all "?cpus=32,operations=$share" '
    [({w: "alloc-many-free-few", think: ("free_ns=180", "free_ns=600", "free_ns=2000", "alloc_ns=10000")},
      {w: "one-allocates-for-all", think: ("alloc_ns=1", "alloc_ns=850", "alloc_ns=3000")})
     | "workload:\(.w)\($all),\(.think),seed=\(range(1; $last + 1))"]')
  sweep think "$both" "$states" "$(array "$auto")" "$sharefields"
  name=contiguous-across-cpus
  trace="workload:$name?cpus=32,operations=$contiguous"
  sweep "main-$name" "$both" "$(seeds "$trace" 1 $last)" "$(array "$auto" "$pinned")"
  sweep "rules-$name" "$rfc" "$(seeds "$trace" 1 1)" "$(behind "$auto")"
  sweep "deciding-$name" "$rfc" "$(seeds "$trace" 2 $last)" "$(deciding "rules-$name" "$slow")"
  sweep "ends-$name" "$both" "$(seeds "$trace" 1 $few)" "$(array "--costs $data/low.costs" "--costs $data/high.costs")"
}

# A7, A8, A11, A12, A23
storms() {
  local high highs=() cpus name old='--kernel 6.18' new='--kernel 7.0' wide
  sweep main-exit-storm "$both" "$(seeds "workload:exit-storm?cpus=32,operations=$storm,stagger_us=100" 1 $last)" "$(array "$auto" "$pinned")"
  sweep rules-exit-storm "$rfc" "$(seeds "workload:exit-storm?cpus=32,operations=$storm,stagger_us=100" 1 $few)" \
    "$(array "$pinned --param pcp-buddy.drainAccounting=NOMINAL" "$pinned --param pcp-buddy.topUp=TO_WANT" "$pinned --param pcp-buddy.mergePer=NEVER")"
  sweep main-jemalloc-purge "$both" "$(seeds "workload:jemalloc-purge?cpus=32,operations=$purge" 1 $last)" "$(array "$auto" "$pinned")"
  for high in 252 393 512 710 988 2048 4096; do
    highs+=("--set node0.Normal.high_min=$high --set node0.Normal.high_max=$high")
  done
  sweep sharing "$base" "$(seeds "$kernelbuild" 1 $few)" "$(array "${highs[@]}" "")"
  sweep sharing-exits "$base" "$(seeds "workload:exit-storm?cpus=32,operations=$storm,stagger_us=100" 1 $few)" "$(array "${highs[@]}" "")"
  # One round of processes that allocate, then exit: all of it, and the exits alone.
  for cpus in 0op 135000op; do
    for name in timed trace; do
      sweep "merging-$name-${cpus%op}" "$base" "$(array "workload:exit-storm?cpus=32,operations=262144")" "$(array "$pinned")" \
        "{\"order\": \"$name\", \"warmup\": \"$cpus\"}"
    done
  done
  for cpus in $exits; do
    sweep "exits-$cpus" "$both" "$(seeds "workload:exit-storm?cpus=$cpus,operations=$((17000 * cpus)),stagger_us=100" 1 $few)" \
      "$(array "" "--set node0.Normal.high_min=988 $pinned")" "{\"cpus\": $cpus, \"memory\": \"128G\"}"
  done
  wide='--set node0.Normal.high_min=4096 --set node0.Normal.high_max=4096'
  sweep chunks "$base" "$(array "workload:exit-storm?cpus=32,operations=600000" "workload:one-allocates-for-all?cpus=32,operations=400000")" \
    "$(array "$old $wide" "$new $wide")"
  sweep chunks-exits "$base" "$(array "workload:exit-storm?cpus=32,operations=524288,pages=8192")" \
    "$(array "$old $wide" "$new $wide")" '{"warmup": "400000op"}'
}

# A13, which needs longer runs: fragments come back late; A14, A15
fragments() {
  local off='--param pcp-buddy.phase0=OFF' tail='--param pcp-buddy.fragmentQueue=LIKE_OTHERS' never='--param pcp-buddy.phase1Claim=NEVER'
  sweep fragments "$rfc" "$(seeds "$longbuild" 1 $few)" "$(array "$off" "$tail")" "$longfields"
  sweep fragments-aged "$both" "$(seeds "$longbuild" 1 $few)" "$(array "--initial aged")" "$longfields"
  sweep fragments-aged-parts "$rfc" "$(seeds "$longbuild" 1 $few)" "$(array "--initial aged $off" "--initial aged $tail")" "$longfields"
  small=$(jq -cn --argjson a "$(seeds "$kernelbuild" 1 $few)" --argjson b "$(seeds "workload:exit-storm?cpus=32,operations=$storm,stagger_us=100" 1 $few)" '$a + $b')
  sweep small "$both" "$small" "$(array "--set node0.Normal.high_min=400 --set node0.Normal.high_max=400" \
    "--initial aged --set aged.used=95 --set aged.partial=100")"
  sweep small-never "$rfc" "$small" "$(array "$never" "$pinned $never" "--initial aged --set aged.used=95 --set aged.partial=100 $never")"
  sweep small-base "$base" "$small" "$(array "" "$pinned")"
}

# A9, A10, A16, A17, A18 for every model, A21, A22
variants() {
  local name more models
  more=$("$pcpsim" models --format json | jq -c '[.models[].name | select(. != "baseline" and . != "pcp-buddy")]')
  sweep others-build "$more" "$(seeds "$kernelbuild" 1 $last)" "$(array "$auto" "$pinned")" "$buildfields"
  for name in alloc-many-free-few one-allocates-for-all; do
    sweep "others-$name" "$more" "$(seeds "workload:$name?cpus=32,operations=$share" 1 $last)" "$(array "$auto" "$pinned")" "$sharefields"
  done
  sweep others-exit-storm "$more" "$(seeds "workload:exit-storm?cpus=32,operations=$storm,stagger_us=100" 1 $last)" "$(array "$auto" "$pinned")"
  sweep others-jemalloc-purge "$more" "$(seeds "workload:jemalloc-purge?cpus=32,operations=$purge" 1 $last)" "$(array "$auto" "$pinned")"
  sweep others-contiguous-across-cpus "$more" "$(seeds "workload:contiguous-across-cpus?cpus=32,operations=$contiguous" 1 $last)" "$(array "$auto")"

  local lookups=()
  for name in SORT SCAN TAG; do
    lookups+=("$pinned --param pcp-premerge.window=PCP --param pcp-premerge.lookup=$name")
  done
  sweep lookup-build "$premerge" "$(seeds "$kernelbuild" 1 $few)" "$(array "${lookups[@]}")" "$buildfields"
  sweep lookup-exit-storm "$premerge" "$(seeds "workload:exit-storm?cpus=32,operations=$storm,stagger_us=100" 1 $few)" "$(array "${lookups[@]}")"
  sweep lookup-jemalloc-purge "$premerge" "$(seeds "workload:jemalloc-purge?cpus=32,operations=$purge" 1 $few)" "$(array "${lookups[@]}")"

  models=$(jq -cn --argjson more "$more" '["baseline", "pcp-buddy"] + $more')
  sweep contig "$models" "$(seeds "$kernelbuild" 1 $few)" "$(array "$auto" "--initial aged" "$pinned --initial aged")" \
    '{"order": "trace", "probe": "contig=16M"}'
  sweep hugetlb "$models" "$(seeds "$kernelbuild" 1 $few)" "$(array "$auto" "--initial aged" "$pinned --initial aged")" \
    '{"order": "trace", "probe": "hugepages"}'

  local targeted
  targeted=$(jq -r 'map("--param \(.).drainAll=TARGETED") | join(" ")' <<<"$models")
  sweep drains "$models" "$(seeds "workload:exit-storm?cpus=32,operations=300000,stagger_us=100" 1 $few)" "$(array "" "$targeted")" '{"memory": "520M"}'
  free_locks
  cma
}

# A22: the ways a free can take another CPU's lock; the default is in the main runs
free_locks() {
  local modes
  modes=$(others | jq -c 'map(select(contains("freeLock=")))')
  for name in alloc-many-free-few one-allocates-for-all; do
    sweep "freelock-$name" "$rfc" "$(seeds "workload:$name?cpus=32,operations=$share" 1 $last)" "$modes" "$sharefields"
  done
  sweep freelock-contiguous-across-cpus "$rfc" "$(seeds "workload:contiguous-across-cpus?cpus=32,operations=$contiguous" 1 $last)" "$modes"
}

# A21
cma() {
  sweep cma "$models" "$(seeds "$kernelbuild" 1 $few)" "$(array "--set cma=60" "--set cma=75" "$pinned --set cma=60")" "$buildfields"
}

# Checks on the clock
clocks() {
  local cpus name old='--kernel 6.1' fixed='--kernel 6.1'
  for cpus in 1 2 4 8 16 26; do
    sweep "llfree-$cpus" "$base" "$(seeds "workload:exit-storm?cpus=$cpus,operations=$((17000 * cpus)),pages=8192,alloc_ns=1,free_ns=1" 1 1)" \
      "$(array "--kernel 6.1" "--kernel 7.0")" "{\"cpus\": $cpus, \"memory\": \"128G\"}"
  done
  sweep holds "$base" "$(array "workload:exit-storm?cpus=10,operations=$((3 * storm)),pages=65536,alloc_ns=500")" \
    "$(array "--kernel 6.1" "--kernel 6.12" "--kernel 7.0")" '{"cpus": 10, "memory": "64G"}'
  for name in node0 node1; do
    fixed+=" --set $name.Normal.high_min=367 --set $name.Normal.high_max=367"
    old+=" --set $name.Normal.batch=31 --set $name.Normal.high_min=186 --set $name.Normal.high_max=186"
  done
  sweep tuned "$both" "$(array "workload:kernel-build?cpus=224,operations=$((224 * each))")" "$(array "$fixed" "--kernel 7.0")" \
    "{\"cpus\": 224, \"nodes\": 2, \"memory\": \"256G\", \"warmup\": \"$((75 * each))op\"}"
  sweep faults "$both" "$(array "workload:exit-storm?cpus=112,operations=$((112 * 8400)),pages=4096,alloc_ns=700")" \
    "$(array "$old" "--kernel 7.0")" '{"cpus": 112, "nodes": 2, "memory": "256G"}'
}

# A3; the small machines with several seeds, as they cost little
curves() {
  local cpus fields trace count
  for cpus in $curvecpus; do
    count=1
    [ "$cpus" -gt 32 ] || count=$few
    trace="workload:kernel-build?cpus=$cpus,operations=$((each * cpus))"
    fields="{\"cpus\": $cpus, \"memory\": $curvememory, \"warmup\": \"$((each * cpus / 3))op\"}"
    sweep "curve-build-$cpus" "$both" "$(seeds "$trace" 1 $count)" "$(array "")" "$fields"
    sweep "curve-tuned-$cpus" "$rfc" "$(seeds "$trace" 1 $count)" "$(array "$got")" "$fields"
    trace="workload:alloc-many-free-few?cpus=$cpus,freers=$(((cpus + 15) / 16)),operations=$((each * cpus / 2))"
    fields="{\"cpus\": $cpus, \"memory\": $curvememory, \"warmup\": \"$((each * cpus / 8))op\"}"
    sweep "curve-share-$cpus" "$both" "$(seeds "$trace" 1 $count)" "$(array "")" "$fields"
  done
}
