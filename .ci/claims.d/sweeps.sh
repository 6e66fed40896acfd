# shellcheck shell=bash disable=SC2154 # set by .ci/claims
# How an experiment is run: a sweep whose rows go to $data/NAME.ndjson. Sourced by .ci/claims, which sets $data and $pcpsim.

# seeds TRACE FIRST LAST: a JSON array of the trace with each seed
seeds() {
  jq -cn --arg trace "$1" --argjson first "$2" --argjson last "$3" '[range($first; $last + 1) | "\($trace),seed=\(.)"]'
}

# array TEXT…: a JSON array of texts
array() {
  jq -cn '$ARGS.positional' --args -- "$@"
}

# sweep NAME MODELS TRACES VARIANTS [FIELDS]: JSON arrays; FIELDS is an object of further fields of the spec. What is there
# already from the same spec is not run again, and what was killed goes on. A row that failed ends the script.
sweep() {
  local name=$1 spec=$data/$1.json begin=$SECONDS cpu
  sweeps=$((sweeps + 1))
  wanted+=("$name")
  jq -n --argjson models "$2" --argjson traces "$3" --argjson variants "$4" --argjson more "${5:-{\}}" \
    '{schema: "pcpsim.sweep/1", traces: $traces, models: $models, order: "timed", variants: $variants} + $more' >"$spec.new"
  if cmp -s "$spec" "$spec.new"; then
    rm "$spec.new"
  else
    rm -f "$data/$name.ndjson" "$data/$name.ndjson.journal"
    mv "$spec.new" "$spec"
  fi
  if [ ! -f "$data/$name.ndjson" ]; then
    TIMEFORMAT=%U
    { time "$pcpsim" sweep "$spec" -o "$data/$name.ndjson" -q; } 2>"$data/$name.err" ||
      fail "$name: pcpsim sweep $spec: $(head -n 5 "$data/$name.err")"
    cpu=$(tail -n 1 "$data/$name.err")
    total=$((total + ${cpu%.*}))
    echo "claims: $sweeps $name: $(wc -l <"$data/$name.ndjson") rows, $((SECONDS - begin)) s, $cpu s of CPU; in all $SECONDS s, $total s of CPU" >&2
  fi
  jq -es 'length > 0 and all(.[]; .error == null and ."quality.timesUsable" != false)' "$data/$name.ndjson" >"$data/check" ||
    fail "$name: no rows, or one has an error or times that are not usable: $data/$name.ndjson"
}

# others: a JSON array of the alternatives of each open rule of pcp-buddy, as options
others() {
  "$pcpsim" models pcp-buddy --format json | jq -c '
    [.models[0].parameters[] | select(.type == "choice" and .name != "drainAll")
     | . as $rule | .choices[] | select(. != $rule.default) | "--param pcp-buddy.\($rule.name)=\(.)"]'
}

# behind PREFIX…: the alternatives behind each prefix of options; the trial has a few of them
behind() {
  others | jq -c --arg kind "$kind" 'if $kind == "trial" then map(select(test("=(GOT|SPIN|CHUNK|NEVER|OFF|TRYLOCK)$"))) else . end
    | [$ARGS.positional[] as $prefix | .[] | "\($prefix) \(.)"]' --args -- "$@"
}

# deciding NAME COST: of a sweep of alternatives and for each prefix of options, the alternative that cost most by the jq
# expression COST, the one that cost least, and the two of different rules that cost most, together. What takes a part of
# the design away is no alternative.
deciding() {
  jq -cs '
    def rule: [scan("pcp-buddy\\.([A-Za-z0-9]+)=")[0]][0];
    def prefix: split(" --param pcp-buddy.")[0] | rtrimstr(" ");
    map(select(."axis.variant" | test("phase0=OFF|phase1Claim=NEVER|mergePer=NEVER") | not))
    | group_by(."axis.variant" | prefix)
    | [.[]
        | (.[0]."axis.variant" | prefix) as $prefix
        | map({rule: (."axis.variant" | rule), option: (."axis.variant" | ltrimstr($prefix)), cost: ('"$2"')})
        | sort_by(.cost, .option) as $all
        | ($all | map(select(.rule != "tune")) | group_by(.rule) | map(max_by(.cost)) | sort_by(-.cost, .rule)) as $worst
        | ($all[0].option, $all[-1].option, $worst[0].option + $worst[1].option) | $prefix + .]' "$data/$1.ndjson"
}

# costs NAME FILTER: a table of costs made of the standard one
costs() {
  jq "$2" replay-engine/src/main/resources/org/pcpsim/metrics/standard-costs.json >"$data/$1.costs"
}
