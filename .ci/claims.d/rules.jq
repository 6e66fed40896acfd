# The open rules of pcp-buddy, and commands.

def ablation: test("phase0=OFF|phase1Claim=NEVER|mergePer=NEVER");

# f of [row, reference] for each alternative of a sweep of alternatives in a state: {rule, value}, the default's rule being "".
def alternatives($knobs; $state; f):
  rows($knobs; "pcp-buddy") | map(select(regime == $state))
  | group_by(rule) | map({rule: (.[0] | rule), value: (versus(.; rows($knobs + "-base"; "baseline"); f) | median)})
  | map(select(.value != null));

def named: "\(.value | signed) (`\(.rule)`)";

# Table of what the open rules do to a figure, in each state.
def openRules($knobs; $worst; $unit; f):
  (["state", "as assumed", "lowest of one at a time", "highest", "the two that cost most, together", "a part taken away"] | head),
  (("auto", "pinned", "below") as $state
    | alternatives($knobs; $state; f) as $all
    | select($all | length > 0)
    | ($all | map(select(.rule != "" and (.rule | ablation | not)))) as $others
    | (rows($worst; "pcp-buddy") | map(select(regime == $state))) as $two
    | [($state | words),
       "\($all[] | select(.rule == "") | .value | signed) \($unit)",
       (if ($others | map(.value) | unique | length) == 1 then "none changes it", "" else ($others | min_by(.value) | named), ($others | max_by(.value) | named) end),
       (if $two == [] then "–" else "\(versus($two; rows($knobs + "-base"; "baseline"); f) | median | signed) (`\($two[0] | rule | gsub(" "; "`, `"))`)" end),
       ($all | map(select(.rule | ablation) | named) | join(", "))] | line);

# Values of a figure over all alternatives, the worst two together included.
def ruleValues($knobs; $worst; $state; f):
  [alternatives($knobs; $state; f)[] | select(.rule | ablation | not) | .value]
  + versus(rows($worst; "pcp-buddy") | map(select(regime == $state)); rows($knobs + "-base"; "baseline"); f);

# How to get a row by hand, beside its model's own row.
def command:
  . as $row
  | [to_entries[] | select(.key | startswith("axis.")) | {name: .key[5:], value}
     | select(.value != null and .name != "trace" and .name != "variant") | "--\(.name) \(.value)"] as $options
  | ["pcpsim replay '\(."axis.trace")'"] + $options + [."axis.variant" | select(. != null) | gsub("^ +| +$"; "") | gsub(" +"; " ") | select(. != "")]
  | join(" ");

def commands: "<!-- not run: takes its time; .ci/claims runs them all -->\n```\n" + (map(command) | unique | join("\n")) + "\n```";
