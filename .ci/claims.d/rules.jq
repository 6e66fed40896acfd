# The open rules of pcp-buddy, and commands.

def ablation: test("phase0=OFF|phase1Claim=NEVER|mergePer=NEVER");
def of($state): map(select(regime == $state));
def quoted: gsub(" "; "`, `") | "`\(.)`";

# f of [row, reference] for each alternative of a sweep of alternatives in a state, one seed: {rule, values}.
def alternatives($rules; $main; $state; f):
  rows($rules; "pcp-buddy") | of($state) | group_by(rule)
  | map({rule: (.[0] | rule), values: versus(.; rows($main; "baseline"); f)}) | map(select(.values != []));

def knob($rules; $main; $state; $rule; f): alternatives($rules; $main; $state; f) | map(select(.rule == $rule))[0].values;

# Of each deciding alternative, over the other seeds, lowest first; the two together last.
def deciding($deciding; $main; $state; f):
  alternatives($deciding; $main; $state; f) | (map(select(.rule | contains(" ") | not)) | sort_by(.values | median)) + map(select(.rule | contains(" ")));

def assumed($main; $state; f): versus(rows($main; "pcp-buddy") | of($state); rows($main; "baseline"); f);

# Table of what the open rules do to a figure, in each state.
def openRules($rules; $deciding; $main; $unit; f):
  (["state", "as assumed", "all alternatives, one seed", "the cheapest and the dearest, on the other seeds", "the two dearest, together", "a part taken away, one seed"] | head),
  (("auto", "pinned", "below") as $state
    | alternatives($rules; $main; $state; f) as $all
    | select($all | length > 0)
    | ($all | map(select(.rule | ablation | not) | .values[0])) as $values
    | deciding($deciding; $main; $state; f) as $deciding
    | [($state | words),
       "\(assumed($main; $state; f) | range) \($unit)",
       "\($values | min | signed) … \($values | max | signed)",
       ([$deciding[] | select(.rule | contains(" ") | not) | "\(.rule | quoted) \(.values | range)"] | join("; ")),
       ([$deciding[] | select(.rule | contains(" ")) | "\(.rule | quoted) \(.values | range)"] | join("; ")),
       ([$all[] | select(.rule | ablation) | "\(.rule | quoted) \(.values[0] | signed)"] | join(", "))] | line);

# How to get a row by hand, beside its model's own row.
def command:
  . as $row
  | [to_entries[] | select(.key | startswith("axis.")) | {name: .key[5:], value}
     | select(.value != null and .name != "trace" and .name != "variant") | "--\(.name) \(.value)"] as $options
  | ["pcpsim replay '\(."axis.trace")'"] + $options + [."axis.variant" | select(. != null) | gsub("^ +| +$"; "") | gsub(" +"; " ") | select(. != "")]
  | join(" ");

def commands: "<!-- not run: takes its time; .ci/claims runs them all -->\n```\n" + (map(command) | unique | join("\n")) + "\n```";
