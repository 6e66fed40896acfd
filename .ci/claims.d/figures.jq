# Figures from the rows of the experiments: $d.NAME are the rows of NAME.ndjson. Followed by page.jq.
. as $d |

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

def median: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor] else (.[length / 2] + .[length / 2 - 1]) / 2 end;
def mean: if length == 0 then null else add / length end;

# A sample as median [least … most].
def interval: if length == 0 then "–" elif length == 1 then .[0] | text else "\(median | text) [\(min | text) … \(max | text)]" end;
def change: if length == 0 then "–" elif length == 1 then .[0] | signed else "\(median | signed) [\(min | signed) … \(max | signed)]" end;

# ---- rows

def regime:
  ."axis.variant"
  | if contains("node0.Normal.high=7000000") then "below" elif contains("high_max=988") then "pinned" else "auto" end;
def got: ."axis.variant" | contains("tune=GOT");
def table: ."sysProxy.assumptions.costTable";
def rule: ."axis.variant" | [scan("pcp-buddy\\.([A-Za-z0-9]+=[A-Z_0-9]+)")[0]] | join(" ");
def good: select(.error == null and .failedAllocs == 0);

# Time of an allocation and a free, in ns, waiting included.
def pair: ."sysProxy.nsPerAlloc" + ."sysProxy.nsPerFree";
def throughput: ."throughput.operationsPerSecond";
def shared: ."blocks.mean.shared" / (."blocks.mean.total" - ."blocks.mean.free");
def waitPart: 100 * ."zoneLock.waitNs" / ."virtualTime.spanNs";

# Rows of a model.
def rows($name; $model): $d[$name] // [] | map(select(.name == $model));

# What a row's machine and trace are, whatever its model's parameters.
def setting: "\(."axis.trace") \(."axis.memory") \(."axis.seed") " + (."axis.variant" // "" | gsub("--param [^ ]+"; "") | [splits(" +")] | map(select(. != "")) | join(" "));

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

# Of values that should be at least $least: whether all are, none is, or some.
def verdict($least): if length == 0 then "not decidable here" elif all(.[]; . >= $least) then "supported"
  elif all(.[]; . < $least) then "refuted" else "not decidable here" end;

def line: "| " + join(" | ") + " |";
def head: line + "\n|" + (map("---") | join("|")) + "|";
def lines: join("\n");
def words: {auto: "auto-tuning at work", pinned: "`high` pinned at 988", below: "zone below its high mark"}[.];
