# Claims A1 and A3. Each is {id, claim, tests, figure, text}.

def priced($edge): map(select(table == $edge));
def withoutGot: map(select(got | not));

# Gains in a state, with main, low or high prices, of the rules as assumed or with tune=GOT.
def gains($state): versus(rows("build"; "pcp-buddy") | of($state); rows("build"; "baseline"); gain);
def gainsLong($state): versus(rows("build-long"; "pcp-buddy") | of($state); rows("build-long"; "baseline"); gain);
def gainsGot: versus(rows("build-got"; "pcp-buddy"); rows("build"; "baseline"); gain);
def gainEnds($state; $edge): versus(rows("build-ends"; "pcp-buddy") | of($state) | priced($edge); rows("build-ends"; "baseline"); gain);
def gainEndsGot($edge): versus(rows("build-ends-got"; "pcp-buddy") | priced($edge); rows("build-ends"; "baseline"); gain);
def gainsAt($state; $page): versus(rows("build"; "pcp-buddy") | of($state); rows("build"; "baseline"); 100 * saved / ($page + (.[1] | pair)));

def a1:
  ["auto", "pinned", "below"] as $states
  | {id: "A1", claim: "kernel build on 32 CPUs and 32 GB: 3–4 % less system time",
     tests: (
       [$states[] as $state | (gains($state) | atLeast($state | words; 1)), (gainsLong($state) | atLeast("\($state | words), three times as long"; 1)), (("low", "high") as $edge | gainEnds($state; $edge) | atLeast("\($state | words), \($edge) prices"; 1))]
       + [gainsGot | atLeast("`tune=GOT`"; 1)]
       + [("auto", "pinned") as $state | versus(rows("build-data"; "pcp-buddy") | of($state); rows("build-data"; "baseline"); gain) | atLeast("\($state | words), `--page-data`"; 1)]
       + [("auto", "pinned") as $state | deciding("build-deciding"; "build"; $state; gain)[] | .rule as $rule | .values | atLeast("\($state | words), \($rule | quoted)"; 1)]),
     figure: ([$states[] | "\(gains(.) | change) % of sys, \(words)"] | join("; ")),
     text: ([
"A kernel build on the RFC's machine, timed. *Gain* is the allocator time of `baseline` less that of `pcp-buddy`, waiting included, in",
"percent of system time: 1.2 µs for each page allocated, and what `baseline` takes. Positive is in favour of `pcp-buddy`.",
"The rule, set beforehand: *supported* if every gain is 1 % or more, *refuted* if none is.",
"",
(["state", "`baseline`, ns for an allocation and a free", "`pcp-buddy`", "saved, ns", "gain, % of sys", "three times as long", "low prices", "high prices"] | head),
($states[] as $state
  | [($state | words), (rows("build"; "baseline") | of($state) | map(pair) | interval),
     (rows("build"; "pcp-buddy") | of($state) | map(pair) | interval),
     (versus(rows("build"; "pcp-buddy") | of($state); rows("build"; "baseline"); saved) | range),
     (gains($state) | change), (gainsLong($state) | change), (gainEnds($state; "low") | change), (gainEnds($state; "high") | change)] | line),
([(("auto" | words) + ", `tune=GOT`"), (rows("build"; "baseline") | of("auto") | map(pair) | interval), (rows("build-got"; "pcp-buddy") | map(pair) | interval),
  (versus(rows("build-got"; "pcp-buddy"); rows("build"; "baseline"); saved) | range), (gainsGot | change), "", (gainEndsGot("low") | change), (gainEndsGot("high") | change)] | line),
"",
"*Three times as long*: of a run of three times the operations its last third, when `high` has had the time to grow. With `tune=GOT` the PCP's `high` grows by what a refill got, not by what it asked for; where `high` cannot grow it changes nothing. The share of allocator time in",
"system time decides as much as the allocator: with 0.8 µs a page instead of 1.2 the pinned gain is \(gainsAt("pinned"; 800) | range) %, with 2.5 µs \(gainsAt("pinned"; 2500) | range) %.",
"",
"Where the data of a page count too (`--page-data`: a page whose data are not in the cache costs 260 ns more to clear), the gains are",
"\([(["auto", "auto-tuning at work"], ["pinned", "pinned"]) as $s | versus(rows("build-data"; "pcp-buddy") | of($s[0]); rows("build-data"; "baseline"); gain) | "\(range) % (\($s[1]))"] | join(", ")) and \(versus(rows("build-data-got"; "pcp-buddy"); rows("build-data"; "baseline"); gain) | range) % (auto-tuning and `tune=GOT`); n = \(versus(rows("build-data-got"; "pcp-buddy"); rows("build-data"; "baseline"); gain) | length).",
"",
"Open rules, gain in percent of sys:",
"",
openRules("build-rules"; "build-deciding"; "build"; "%"; gain),
"",
"The RFC does not say in which state it measured. Pages of a build fill the page cache, and a full zone is below its high mark",
"most of the time; a machine with free memory is not.",
"",
"Recorded instead of synthetic: `sample-traces/compile` (`make -j4` on two CPUs) sixteen times over 32 CPUs gives a gain of",
"\(versus(rows("compile"; "pcp-buddy") | of("auto"); rows("compile"; "baseline"); gain) | range) % with auto-tuning, \(versus(rows("compile-got"; "pcp-buddy"); rows("compile"; "baseline"); gain) | range) % with `tune=GOT`, and \(versus(rows("compile"; "pcp-buddy") | of("pinned"); rows("compile"; "baseline"); gain) | range) % pinned (n = \(rows("compile-got"; "pcp-buddy") | length)). It lasts \(rows("compile"; "baseline") | map(."throughput.spanNs" / 1e9) | median | text) s and begins with empty lists, so it says more of the start than of a long build.",
"",
((rows("build"; "baseline") | group_by(."axis.variant") | map(.[0])) + rows("build-got"; "pcp-buddy")[0:1] + rows("compile"; "baseline")[0:1] | commands)
] | lines)};

def memories: rows("curve-build-32"; "baseline") | map(."axis.memory") | unique | sort_by(rtrimstr("G") | tonumber);
def sizes: $d | keys | map(select(startswith("curve-build-")) | ltrimstr("curve-build-") | tonumber) | sort;

# The curve: {cpus, memory, value} for each point that fits the memory.
def curve($name; $base; f):
  [sizes[] as $cpus | memories[] as $memory
   | (rows("\($name)-\($cpus)"; "pcp-buddy") | map(select(."axis.memory" == $memory) | good)) as $mine
   | (rows("\($base)-\($cpus)"; "baseline") | map(good)) as $base
   | versus($mine; $base; f) as $values
   | {cpus: $cpus, memory: $memory, values: $values, value: ($values | median)}];

def curveTable($points):
  (["CPUs"] + memories | head),
  (sizes[] as $cpus | ["\($cpus)"] + [memories[] as $memory | $points[] | select(.cpus == $cpus and .memory == $memory) | .values | range] | line);

# Of the lines of a curve along one axis, how many rise from one end to the other, of how many.
def rising($points; along; across):
  [$points | map(select(.value != null)) | group_by(across)[] | sort_by(along) | select(length > 1) | .[-1].value > .[0].value]
  | {up: map(select(.)) | length, of: length};
def spread($points; along; across):
  [$points | map(select(.value != null)) | group_by(across)[] | sort_by(along) | select(length > 1) | .[-1].value - .[0].value];
def bytes: .memory | rtrimstr("G") | tonumber;

def a3:
  curve("curve-build"; "curve-build"; gain) as $build | curve("curve-tuned"; "curve-build"; gain) as $tuned | curve("curve-share"; "curve-share"; faster) as $share
  | [rising($build; .cpus; bytes), rising($share; .cpus; bytes)] as $cpus
  | [rising($build; bytes; .cpus), rising($share; bytes; .cpus)] as $memory
  | def test($name): fact($name; "\(.up) of \(.of)"; if .up >= 0.8 * .of then true elif .up <= 0.2 * .of then false else null end);
    {id: "A3", claim: "both gains grow with CPUs and with memory", all: true,
     tests: [($cpus[0] | test("build, with CPUs")), ($cpus[1] | test("shared, with CPUs")), ($memory[0] | test("build, with memory")), ($memory[1] | test("shared, with memory"))],
     figure: "from the fewest to the most CPUs \($cpus[0].up) of \($cpus[0].of) (build) and \($cpus[1].up) of \($cpus[1].of) (shared) curves rise; from the least to the most memory \($memory[0].up) of \($memory[0].of) and \($memory[1].up) of \($memory[1].of)",
     text: ([
"Machines sized by the kernel's formulas: `high_min` and `high_max` follow from CPUs and memory. One node, so one `zone->lock` for",
"all CPUs, with auto-tuning at work. A workload for each of the two gains, as much of it for each CPU everywhere. `–`: the",
"live pages do not fit. A test is one gain along one axis: it meets the rule if four in five of the curves rise from one end to the other, and does not if at most one in five",
"does; the claim is of all four, so one that does not refutes it. Up to 32 CPUs the median of \(rows("curve-build-2"; "baseline") | map(."axis.trace") | unique | length) seeds, beyond one.",
"",
"![The gain against CPUs, a line for each memory size](claims/curve.svg)",
"",
"Kernel build (A1), gain in percent of sys:", "", curveTable($build), "",
"The same with `tune=GOT`:", "", curveTable($tuned), "",
"Allocate on many, free on few (A2; one CPU in 16 frees), throughput in percent:", "", curveTable($share), "",
"From the fewest to the most CPUs a curve rises by \(spread($build; .cpus; bytes) | change) (build) and \(spread($share; .cpus; bytes) | change) (shared), median of the curves; from the least to the",
"most memory by \(spread($build; bytes; .cpus) | change) and \(spread($share; bytes; .cpus) | change).",
"",
"More memory means a larger `high_min`, from which auto-tuning begins: the lists hold what a CPU has in use, `baseline` needs `zone->lock` less, and less is left to",
"gain. One `zone->lock` for 512 CPUs is the worst case; with a node for each socket a zone has fewer.",
"",
(rows("curve-build-32"; "baseline")[0:1] + rows("curve-share-32"; "baseline")[0:1] | commands)
] | lines)};

