# shellcheck shell=bash disable=SC2154 # set by .ci/claims
# Writes the page and its picture from the rows of the experiments. Sourced by .ci/claims, which sets $data and $kind.

# figures PROGRAM…: runs the programs after those of figures and rules, over the rows of all experiments
figures() {
  local parts=.ci/claims.d
  jq -r --arg kind "$kind" -f <(cat $parts/figures.jq $parts/rules.jq $parts/build.jq "$@") "$data/all.json"
}

write_page() {
  local parts=.ci/claims.d file name
  for file in "$data"/*.ndjson; do
    name=$(basename "$file" .ndjson)
    jq -cn --arg name "$name" \
      '{($name): [inputs | with_entries(select(.key | test("^params|byZone|freeByOrder|failedAllocsByOrder") | not))]}' "$file"
  done | jq -s add >"$data/all.json"
  figures $parts/curve.jq >docs/claims/curve.svg.new
  figures $parts/rest.jq $parts/clock.jq $parts/page.jq >docs/claims.md.new
  mv docs/claims/curve.svg.new docs/claims/curve.svg
  mv docs/claims.md.new docs/claims.md
}
