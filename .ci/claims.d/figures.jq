# Figures from the rows of the experiments: $d.NAME are the rows of NAME.ndjson. Followed by page.jq. $stats holds what
# pcpsim's statistics say of each sample; a sample that they do not have yet goes to the debug output.
# What a row's machine and trace are, whatever its model's parameters; the state of auto-tuning; alternatives of open rules.
# Worked out once: patterns are slow.
def settingOf: "\(."axis.trace") \(."axis.memory") \(."axis.seed") " + (."axis.variant" // "" | gsub("--param [^ ]+"; "") | [splits(" +")] | map(select(. != "")) | join(" "));
def regimeOf:
  ."axis.variant" // ""
  | if contains("node0.Normal.high=7000000") then "below" elif contains("high_max=988") then "pinned" else "auto" end;
def ruleOf: ."axis.variant" // "" | [scan("pcp-buddy\\.([A-Za-z0-9]+=[A-Z_0-9]+)")[0]] | join(" ");

(.rows | map_values(map(. + {setting: settingOf, regime: regimeOf, rule: ruleOf}))) as $d | .kind as $kind | .engine as $engine |

# ---- numbers as text

def cut($places): # at most so many decimal places
  (. * pow(10; $places) | round) as $n
  | ($n | fabs | tostring) as $digits
  | (if $n < 0 then "−" else "" end)
    + if $places == 0 then $digits
      else ("0" * ([$places + 1 - ($digits | length), 0] | max) // "") + $digits
        | .[:length - $places] + "." + .[length - $places:] end;

def grouped: [., ""] | until(.[0] | length <= 3; [.[0][:-3], "," + .[0][-3:] + .[1]]) | join("");

def text: # three significant digits
  if . == null then "–"
  elif fabs >= 9999.5 then (if . < 0 then "−" else "" end) + (fabs | cut(0) | grouped)
  elif fabs >= 99.95 then cut(0)
  elif fabs >= 9.995 then cut(1)
  elif fabs >= 0.9995 then cut(2)
  elif . == 0 then "0"
  elif fabs < 0.0005 then (if . < 0 then "−" else "" end) + "<0.001"
  else cut(3) end;

def signed: text | if startswith("−") or . == "0" or . == "–" then . else "+" + . end;

# ---- samples

# What pcpsim's statistics say of a sample; null of an empty one.
def summary:
  map(select(. != null)) | sort
  | if length == 0 then null
    else tojson as $key | $stats[0][$key] // (["sample", .] | debug | .[1]
      | {n: length, median: ((.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2), low: .[0], high: .[-1], confidence: 95, probability: 1}) end;

def median: summary | if . == null then null else .median end;

# Seeds of the main runs; a sample of another size says its own.
def seedCount: $d.build | map(."axis.trace") | unique | length;
def size: if .n == 1 or .n == seedCount then "" else ", n = \(.n)" end;

# Whether all are one number: then it is no sample, whatever the number of seeds.
def same: map(select(. != null)) | length > 0 and min == max;

# A sample as median [least … most], or with six or more as median [interval].
def interval: same as $same | summary | if . == null then "–" elif $same then .median | text else "\(.median | text) [\(.low | text) … \(.high | text)\(size)]" end;
def chance: if . < 0.0005 then "< 0.001" else "= \(cut(3))" end;
def change: same as $same | summary | if . == null then "–" elif $same then .median | signed
  else "\(.median | signed) [\(.low | signed) … \(.high | signed)\(size)]\(if .n >= 6 then ", p \(.probability | chance)" else "" end)" end;
# The same, without the probability.
def range: same as $same | summary | if . == null then "–" elif $same then .median | signed else "\(.median | signed) [\(.low | signed) … \(.high | signed)]" end;

# ---- rows

def setting: .setting;
def regime: .regime;
def rule: .rule;
def got: ."axis.variant" | contains("tune=GOT");
def table: ."sysProxy.assumptions.costTable";
def good: select(.error == null and .failedAllocs == 0);

# Time of an allocation and a free, in ns, waiting included.
def pair: ."sysProxy.nsPerAlloc" + ."sysProxy.nsPerFree";
def throughput: ."throughput.operationsPerSecond";
def shared: ."blocks.mean.shared" / (."blocks.mean.total" - ."blocks.mean.free");
def waitPart: 100 * ."zoneLock.waitNs" / ."virtualTime.spanNs";

# Rows of a model.
def rows($name; $model): $d[$name] // [] | map(select(.name == $model));

# f of [row, reference] for each row whose setting is also that of a reference.
def versus($rows; $references; f):
  ($references | map({key: setting, value: .}) | from_entries) as $of
  | [$rows[] | . as $row | $of[setting] | select(. != null) as $reference | [$row, $reference] | f];

# Of [row, reference]: ns a pair saved as percent of system time, which is 1.2 µs a page and the reference's own time.
def gain: 100 * ((.[1] | pair) - (.[0] | pair)) / (1200 + (.[1] | pair));
def saved: (.[1] | pair) - (.[0] | pair);
def faster: 100 * ((.[0] | throughput) / (.[1] | throughput) - 1);

def per($count; $of; $each): if .[$of] == 0 then null else $each * .[$count] / .[$of] end;

# ---- verdicts

# Tests of a claim: {name, holds, figure}, where holds is true, false, or null if the interval says neither.
def fact($name; $figure; $holds): {name: $name, holds: $holds, figure: $figure};
def atLeast($name; $least): range as $figure | summary | {name: $name, figure: $figure, holds: (if . == null then null elif .low >= $least then true elif .high < $least then false else null end)};
def within($name; $from; $to): range as $figure | summary | {name: $name, figure: $figure, holds: (if . == null then null elif .low >= $from and .high <= $to then true elif .high < $from or .low > $to then false else null end)};
def less($name; $most): range as $figure | summary | {name: $name, figure: $figure, holds: (if . == null then null elif .high < $most then true elif .low >= $most then false else null end)};

# Of a test whose figure is no change: without its sign.
def plain: .figure |= gsub("\\+"; "");

def verdict: if length == 0 then "not decidable here" elif all(.[]; .holds == true) then "supported" elif all(.[]; .holds == false) then "refuted" else "not decidable here" end;

def listed: map("\(.name) (\(.figure))") | if length > 6 then .[:5] + ["\(length - 5) more"] else . end | join("; ");
# The verdict's reason.
def reason:
  map(select(.holds == true)) as $yes | map(select(.holds == false)) as $no | map(select(.holds == null)) as $open
  | if length == 0 then "nothing here tests it"
    elif ($yes | length) == length then (if length == 1 then "its test meets the rule" else "all \(length) tests meet the rule" end)
    elif ($no | length) == length then (if length == 1 then "its test does not meet the rule" else "none of the \(length) tests meets the rule" end)
    else ["\($yes | length) of \(length) tests meet the rule", (if $no == [] then empty else "not: \($no | listed)" end), (if $open == [] then empty else "open, as the interval lies on both sides: \($open | listed)" end)] | join("; ") end;

# With .all one test that does not hold refutes the claim.
def judged: .verdict = (if .all and any(.tests[]; .holds == false) then "refuted" else .tests | verdict end) | .reason = (.tests | reason);

def line: "| " + join(" | ") + " |";
def head: line + "\n|" + (map("---") | join("|")) + "|";
def lines: join("\n");
def words: {auto: "auto-tuning at work", pinned: "`high` pinned at 988", below: "zone below its high mark"}[.];
