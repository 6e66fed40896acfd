# Claims A1 to A8. Each is {id, claim, verdict, figure, text}.

def standard: map(select(table == "standard-2"));
def edges: ["low", "high"];

# Gains of a state over seeds, prices at both ends, and open rules.
def gains($state; $tune):
  (if $tune then "build-got" else "build" end) as $name
  | versus(rows($name; "pcp-buddy") | map(select(regime == $state)); rows("build"; "baseline"); gain);
def gainEnds($state; $tune):
  versus(rows("build-costs"; "pcp-buddy") | map(select(regime == $state and got == $tune and (table as $t | edges | index($t)))); rows("build-costs"; "baseline") | map(select(got | not)); gain);

def a1:
  ["auto", "pinned", "below"] as $states
  | ([$states[] as $state | gains($state; false, true)[], gainEnds($state; false, true)[], ruleValues("build-knobs"; "build-worst"; $state; gain)[]]) as $all
  | {id: "A1", why: "it depends on whether `high` can move: pinned or below the high mark the gain is what the RFC says or more, with auto-tuning at work it is next to nothing, unless `high` also grows by what a refill got (`tune=GOT`)", claim: "kernel build on 32 CPUs and 32 GB: 3–4 % less system time",
     verdict: ($all | verdict(1)),
     figure: ([$states[] | "\(gains(.; false) | change) % of sys, \(words)"] | join("; ")),
     text: ([
"A kernel build on the RFC's machine, timed. *Gain* is the allocator time of `baseline` less that of `pcp-buddy`, waiting included, in",
"percent of system time: 1.2 µs for each page allocated, and what `baseline` takes. Positive is in favour of `pcp-buddy`.",
"The rule, set beforehand: *supported* if every gain is 1 % or more, *refuted* if none is.",
"",
(["state", "`baseline`, ns for an allocation and a free", "`pcp-buddy`", "saved, ns", "gain, % of sys", "low … high prices", "`tune=GOT`", "low … high prices"] | head),
($states[] as $state
  | [($state | words), (rows("build"; "baseline") | map(select(regime == $state) | pair) | interval),
     (rows("build"; "pcp-buddy") | map(select(regime == $state) | pair) | interval),
     (versus(rows("build"; "pcp-buddy") | map(select(regime == $state)); rows("build"; "baseline"); saved) | change),
     (gains($state; false) | change), (gainEnds($state; false) | sort | map(signed) | join(" … ")),
     (gains($state; true) | change), (gainEnds($state; true) | sort | map(signed) | join(" … "))] | line),
"",
"Median [least … most] of \(gains("auto"; false) | length) seeds: with six or more, the interval encloses the median with 95 % confidence. The share of allocator time in",
"system time decides as much as the allocator: with 0.8 µs a page instead of 1.2 the pinned gain is \(versus(rows("build"; "pcp-buddy") | map(select(regime == "pinned")); rows("build"; "baseline"); 100 * saved / (800 + (.[1] | pair))) | median | signed) %, with 2.5 µs \(versus(rows("build"; "pcp-buddy") | map(select(regime == "pinned")); rows("build"; "baseline"); 100 * saved / (2500 + (.[1] | pair))) | median | signed) %.",
"",
"Where the data of a page count too (`--page-data`: a page whose data are not in the cache costs 260 ns more to clear), the gains are",
"\([(["auto", "auto-tuning at work"], ["pinned", "pinned"], ["below", "below its high mark"]) as $s | versus(rows("build-data"; "pcp-buddy") | map(select(regime == $s[0] and (got | not))); rows("build-data"; "baseline") | map(select(got | not)); gain) | "\(change) % (\($s[1]))"] | join(", ")) and \(versus(rows("build-data"; "pcp-buddy") | map(select(got)); rows("build-data"; "baseline") | map(select(got | not)); gain) | change) % (auto-tuning and `tune=GOT`).",
"",
"Open rules, gain in percent of sys:",
"",
openRules("build-knobs"; "build-worst"; "%"; gain),
"",
"The RFC does not say in which state it measured. Pages of a build fill the page cache, and a full zone is below its high mark",
"most of the time; a machine with free memory is not.",
"",
"Recorded instead of synthetic: `sample-traces/compile` (`make -j4` on two CPUs) sixteen times over 32 CPUs gives a gain of",
"\(versus(rows("compile"; "pcp-buddy") | map(select(regime == "auto" and (got | not))); rows("compile"; "baseline") | map(select(got | not)); gain) | change) % with auto-tuning, \(versus(rows("compile"; "pcp-buddy") | map(select(regime == "auto" and got)); rows("compile"; "baseline") | map(select(got | not)); gain) | change) % with `tune=GOT`, and \(versus(rows("compile"; "pcp-buddy") | map(select(regime == "pinned")); rows("compile"; "baseline"); gain) | change) % pinned. It lasts \(rows("compile"; "baseline") | map(."throughput.spanNs" / 1e9) | median | text) s and begins with empty lists, so it says more of the start than of a long build.",
"",
(rows("build"; "baseline")[0:3] + rows("build-got"; "pcp-buddy")[0:1] + rows("compile"; "baseline")[0:1] | commands)
] | lines)};

def freed: 1000 / .frees;

def a2:
  "alloc-many-free-few" as $w
  | (rows("main-\($w)"; "pcp-buddy")) as $rows
  | versus($rows; rows("main-\($w)"; "baseline"); faster) as $main
  | versus(rows("ends-\($w)"; "pcp-buddy") | map(select(table != "flat")); rows("ends-\($w)"; "baseline"); faster) as $ends
  | (versus(rows("think"; "pcp-buddy") | map(select(."axis.trace" | contains("alloc-many"))); rows("think"; "baseline"); faster)) as $thinking
  | ($main + $ends + $thinking + [("auto", "pinned") | ruleValues("knobs-\($w)"; "worst-\($w)"; .; faster)[]]) as $all
  | {id: "A2", why: "it depends on what else the CPUs do", claim: "allocate on many CPUs, free on a few: 1 % more throughput",
     verdict: ($all | verdict(0.5)),
     figure: "\(versus($rows | map(select(regime == "auto")); rows("main-\($w)"; "baseline"); faster) | change) % operations per second, \("auto" | words); \(versus($rows | map(select(regime == "pinned")); rows("main-\($w)"; "baseline"); faster) | change) % pinned; \($thinking | min | signed) … \($thinking | max | signed) % by the time of everything else",
     text: ([
"30 CPUs allocate 64 pages at a time, 2 free them. *Supported* if throughput rises by 0.5 % or more in every run, *refuted* if",
"in none.",
"",
(["state", "throughput, %", "`baseline`, ns a pair", "`pcp-buddy`", "`zone->lock` per 1000 pages: `baseline`", "`pcp-buddy`", "of them failed trylocks", "waiting, ns a pair: `baseline`", "`pcp-buddy`"] | head),
(("auto", "pinned", "below") as $state
  | ($rows | map(select(regime == $state))) as $mine
  | (rows("main-\($w)"; "baseline") | map(select(regime == $state))) as $base
  | [($state | words), (versus($mine; $base; faster) | change), ($base | map(pair) | interval), ($mine | map(pair) | interval),
     ($base | map(per("zoneLock.acquisitions"; "allocs"; 1000)) | interval), ($mine | map(per("zoneLock.acquisitions"; "allocs"; 1000)) | interval),
     ($mine | map(100 * (."zoneLock.byPath.trylockAlloc" + ."zoneLock.byPath.trylockFree") / ."zoneLock.acquisitions") | interval) + " %",
     ($base | map((."zoneLock.waitNs" + ."pcpLock.waitNs") / .allocs) | interval), ($mine | map((."zoneLock.waitNs" + ."pcpLock.waitNs") / .allocs) | interval)] | line),
"",
"Low and high prices, auto-tuning at work: \($ends | map(signed) | join(" % and ")) %. The size is set by what else the CPUs do:",
"",
(["think time of a CPU", "throughput, %", "with `allocLock=SPIN`"] | head),
("free_ns=180", "free_ns=600", "free_ns=2000", "alloc_ns=10000" | . as $think
  | (rows("think"; "pcp-buddy") | map(select((."axis.trace" | contains("alloc-many") and contains($think))))) as $mine
  | ["`\($think)`", (versus($mine | map(select(rule == "")); rows("think"; "baseline"); faster) | change), (versus($mine | map(select(rule != "")); rows("think"; "baseline"); faster) | change)] | line),
"",
"Open rules, throughput in percent against `baseline`:",
"",
openRules("knobs-\($w)"; "worst-\($w)"; "%"; faster),
"",
(rows("main-\($w)"; "baseline")[0:2] | commands)
] | lines)};

def memories: rows("curve-build-32"; "baseline") | map(."axis.memory") | unique | sort_by(rtrimstr("G") | tonumber);
def sizes: $d | keys | map(select(startswith("curve-build-")) | ltrimstr("curve-build-") | tonumber) | sort;

# The curve: {cpus, memory, value} for each point that fits the memory.
def curve($name; $base; f):
  [sizes[] as $cpus | memories[] as $memory
   | (rows("\($name)-\($cpus)"; "pcp-buddy") | map(select(."axis.memory" == $memory) | good)) as $mine
   | (rows("\($base)-\($cpus)"; "baseline") | map(good)) as $base
   | {cpus: $cpus, memory: $memory, value: (versus($mine; $base; f) | median)}];

def curveTable($points):
  (["CPUs"] + memories | head),
  (sizes[] as $cpus | ["\($cpus)"] + [memories[] as $memory | $points[] | select(.cpus == $cpus and .memory == $memory) | .value | signed] | line);

# Of the lines of a curve along one axis, how many rise from one end to the other, of how many.
def rising($points; along; across):
  [$points | map(select(.value != null)) | group_by(across)[] | sort_by(along) | select(length > 1) | .[-1].value > .[0].value]
  | {up: map(select(.)) | length, of: length};
def bytes: .memory | rtrimstr("G") | tonumber;

def a3:
  curve("curve-build"; "curve-build"; gain) as $build | curve("curve-tuned"; "curve-build"; gain) as $tuned | curve("curve-share"; "curve-share"; faster) as $share
  | [rising($build; .cpus; bytes), rising($share; .cpus; bytes)] as $cpus
  | [rising($build; bytes; .cpus), rising($share; bytes; .cpus)] as $memory
  | ($cpus + $memory | map(.up / .of)) as $parts
  | {id: "A3", part: (if ($cpus | map(.up / .of) | min) >= 0.8 then "with CPUs the gains grow, with memory they do not" else "neither grows throughout" end), why: "it holds for one of the two gains, or along one axis, and not for the other", claim: "both gains grow with CPUs and with memory",
     verdict: (if all($parts[]; . >= 0.8) then "supported" elif any($parts[]; . <= 0.2) then "refuted" else "not decidable here" end),
     figure: "from the fewest to the most CPUs \($cpus[0].up) of \($cpus[0].of) (build) and \($cpus[1].up) of \($cpus[1].of) (shared) curves rise; from the least to the most memory \($memory[0].up) of \($memory[0].of) and \($memory[1].up) of \($memory[1].of)",
     text: ([
"Machines sized by the kernel's formulas: `high_min` and `high_max` follow from CPUs and memory. One node, so one `zone->lock` for",
"all CPUs, with auto-tuning at work. A workload for each of the two gains, as much of it for each CPU everywhere. `–`: the live",
"pages do not fit. *Supported* if four in five of the curves rise from one end to the other, along both axes and for both gains;",
"*refuted* if at most one in five does along one of them.",
"",
"![The gain against CPUs, a line for each memory size](claims/curve.svg)",
"",
"Kernel build (A1), gain in percent of sys:", "", curveTable($build), "",
"The same with `tune=GOT`:", "", curveTable($tuned), "",
"Allocate on many, free on few (A2; one CPU in 16 frees), throughput in percent:", "", curveTable($share), "",
"More memory means a larger `high_min`, from which auto-tuning begins: the lists hold what a CPU has in use, `baseline` needs `zone->lock` less, and little is left to",
"gain. One `zone->lock` for 512 CPUs is the worst case; with a node for each socket a zone has fewer.",
"",
(rows("curve-build-32"; "baseline")[0:1] + rows("curve-share-32"; "baseline")[0:1] | commands)
] | lines)};

def a4:
  "one-allocates-for-all" as $w
  | versus(rows("main-\($w)"; "pcp-buddy"); rows("main-\($w)"; "baseline"); faster) as $main
  | versus(rows("ends-\($w)"; "pcp-buddy") | map(select(table != "flat")); rows("ends-\($w)"; "baseline"); faster) as $ends
  | ($main + $ends + [("auto", "pinned") | ruleValues("knobs-\($w)"; "worst-\($w)"; .; faster)[]]) as $all
  | {id: "A4", why: "it holds with the rules as assumed, and some open rules take it out of these bounds", claim: "one CPU allocates for everybody: mostly neutral",
     verdict: ($all | map(if fabs < 3 then 1 else 0 end) | verdict(1)),
     figure: "\(versus(rows("main-\($w)"; "pcp-buddy") | map(select(regime == "auto")); rows("main-\($w)"; "baseline"); faster) | change) % operations per second; over all runs \($all | min | signed) … \($all | max | signed) %",
     text: ([
"CPU 0 allocates, 31 CPUs free. Neutral is a throughput within 3 %: *supported* if every run is, *refuted* if none.",
"",
(["state", "throughput, %", "waiting for `zone->lock`, ns a pair: `baseline`", "`pcp-buddy`", "for PCP locks: `baseline`", "`pcp-buddy`", "`zone->lock` per 1000 pages: `baseline`", "`pcp-buddy`", "of them failed trylocks"] | head),
(("auto", "pinned", "below") as $state
  | (rows("main-\($w)"; "pcp-buddy") | map(select(regime == $state))) as $mine
  | (rows("main-\($w)"; "baseline") | map(select(regime == $state))) as $base
  | [($state | words), (versus($mine; $base; faster) | change),
     ($base | map(per("zoneLock.waitNs"; "allocs"; 1)) | interval), ($mine | map(per("zoneLock.waitNs"; "allocs"; 1)) | interval),
     ($base | map(per("pcpLock.waitNs"; "allocs"; 1)) | interval), ($mine | map(per("pcpLock.waitNs"; "allocs"; 1)) | interval),
     ($base | map(per("zoneLock.acquisitions"; "allocs"; 1000)) | interval), ($mine | map(per("zoneLock.acquisitions"; "allocs"; 1000)) | interval),
     ($mine | map(100 * (."zoneLock.byPath.trylockAlloc" + ."zoneLock.byPath.trylockFree") / ."zoneLock.acquisitions") | interval) + " %"] | line),
"",
"Low and high prices: \($ends | map(signed) | join(" % and ")) %. With one price for every touch of a `struct page`, whoever touched it last: \(versus(rows("ends-\($w)"; "pcp-buddy") | map(select(table == "flat")); rows("ends-\($w)"; "baseline"); faster) | change) %. The allocating CPU's time for a page",
"decides what is left: \([("alloc_ns=1", "alloc_ns=850", "alloc_ns=3000") as $think | "\($think | ltrimstr("alloc_ns=")) ns \(versus(rows("think"; "pcp-buddy") | map(select(rule == "" and (."axis.trace" | endswith($think)))); rows("think"; "baseline"); faster) | change) %"] | join(", ")).",
"",
"Open rules, throughput in percent against `baseline`:",
"",
openRules("knobs-\($w)"; "worst-\($w)"; "%"; faster),
"",
"These are over fewer operations than the table above, so the beginning, when the lists fill, weighs more.",
"",
"Not modelled: `freeLock=REMOTE_LLIST`, the lock-free list of the follow-up series.",
"",
(rows("main-\($w)"; "baseline")[0:2] | commands)
] | lines)};

# Work for each freed page.
def mergesUnderZone: per("zoneLock.work.merges"; "frees"; 1000);
def a5:
  ["one-allocates-for-all", "alloc-many-free-few", "exit-storm", "jemalloc-purge"] as $names
  | [$names[] as $w | ("auto", "pinned") as $state
     | {w: $w, state: $state, base: (rows("main-\($w)"; "baseline") | map(select(regime == $state))), mine: (rows("main-\($w)"; "pcp-buddy") | map(select(regime == $state)))}] as $sets
  | [$sets[] | select(.w == "one-allocates-for-all") | (.mine | map(mergesUnderZone) | median) as $m | (.base | map(mergesUnderZone) | median) as $b | if $m < $b / 2 then 1 else 0 end] as $less
  | {id: "A5", why: "it depends on the state", claim: "the reason for A4: merging is deferred, so less is done under the contended lock",
     verdict: ($less | verdict(1)),
     figure: ([$sets[0] | "merges under `zone->lock` per 1000 frees \(.base | map(mergesUnderZone) | interval) → \(.mine | map(mergesUnderZone) | interval), under PCP locks \(.mine | map(per("pcpLock.work.merges"; "frees"; 1000)) | interval)"] | join("")),
     text: ([
"Work for each 1000 pages freed. *Supported* if in the workload of A4 `pcp-buddy` merges less than half as often under `zone->lock`.",
"",
(["workload", "state", "merges under `zone->lock`: `baseline`", "`pcp-buddy`", "touches of `struct page`s under `zone->lock`: `baseline`", "`pcp-buddy`", "merges under PCP locks: `pcp-buddy`", "touches under PCP locks: `baseline`", "`pcp-buddy`"] | head),
($sets[] | [.w, (.state | words), (.base | map(mergesUnderZone) | median | text), (.mine | map(mergesUnderZone) | median | text),
   (.base | map(per("zoneLock.work.pageTouches"; "frees"; 1000)) | median | text), (.mine | map(per("zoneLock.work.pageTouches"; "frees"; 1000)) | median | text),
   (.mine | map(per("pcpLock.work.merges"; "frees"; 1000)) | median | text),
   (.base | map(per("pcpLock.work.pageTouches"; "frees"; 1000)) | median | text), (.mine | map(per("pcpLock.work.pageTouches"; "frees"; 1000)) | median | text)] | line),
"",
"Open rules, merges under `zone->lock` per 1000 frees of `one-allocates-for-all` less those of `baseline`:",
"",
openRules("knobs-one-allocates-for-all"; "worst-one-allocates-for-all"; ""; (.[0] | mergesUnderZone) - (.[1] | mergesUnderZone))
] | lines)};

def a6:
  {id: "A6", claim: "32 GB: `high_min` is 988, one block and a half",
   verdict: "refuted",
   figure: "the formulas give \($d.formula[0].highMin) = \($d.formula[0].highMin / 512 | text) blocks; 988 is \(988 / 512 | text) blocks",
   text: ([
"With the default sysctls the kernel's formulas, which reproduce `high_min` and `high_max` of every recorded machine, give",
"\($d.formula[0].highMin) pages for 32 CPUs and 32 GB. \"One block and a half\" fits that number, not 988; 988 needs a low mark of 31,616 to 31,647 pages,",
"which a raised `min_free_kbytes` gives. Nothing else here depends on it: 988 is what the RFC's machine is modelled with.",
"",
"```\npcpsim replay sample-traces/01-first-refill.json --cpus 32 --memory 32G --format json\n```"
] | lines)};

def a7:
  rows("sharing"; "baseline") as $rows
  | def at($w; $high): $rows | map(select((."axis.trace" | contains($w)) and (if $high == 0 then ."axis.variant" == "" else (."axis.variant" | contains("high_max=\($high)")) end))) | .[0];
    def part($w; $high): at($w; $high) | shared;
    [252, 393, 512, 710, 988, 2048, 4096] as $highs
  | ["kernel-build", "exit-storm"] as $names
  | [$names[] as $w | (part($w; 988) | if . >= 0.35 and . <= 0.65 then 1 else 0 end), (if part($w; 4096) < part($w; 252) then 1 else 0 end)] as $met
  | {id: "A7", why: "it holds for a part of it", claim: "with `high` of one block and a half, every other block is shared between CPUs; less so on larger machines",
     verdict: ($met | verdict(1)),
     figure: "at `high` = 988 \([$names[] | "\(part(.; 988) | text) (\(.))"] | join(", ")) of the blocks in use; with auto-tuning \([$names[] | part(.; 0) | text] | join(", "))",
     text: ([
"`baseline` with `high` pinned at several sizes. *Shared*: live pages of the block were allocated by two or more CPUs; mean over the run,",
"of the blocks that are not wholly free. *Supported* if between 0.35 and 0.65 of them are at 988 and fewer at 4096 than at 252, in both workloads;",
"*refuted* if none of this is so.",
"",
(["`high`"] + [$highs[] | tostring] + ["auto-tuned"] | head),
(["blocks"] + [$highs[] | . / 512 | text] + ["–"] | line),
($names[] as $w | [$w] + [($highs + [0])[] | part($w; .) | text] | line),
"",
"Against CPUs, auto-tuning at work, kernel build of A3 with 128 GB: \([sizes[] as $n | rows("curve-build-\($n)"; "baseline") | map(select(."axis.memory" == "128G"))[0] | select(. != null) | "\($n) CPUs \(shared | text)"] | join(", ")). With `pcp-buddy` on 32 CPUs: \(rows("curve-build-32"; "pcp-buddy") | map(select(."axis.memory" == "128G"))[0] | shared | text).",
"",
($rows[4:5] | commands)
] | lines)};

def prices: $d.prices[0];
def parts($edge):
  . as $row | prices as $p
  | {"taking the lock": (."zoneLock.acquisitions" * $p.zoneLock[$edge]),
     "list operations": (."zoneLock.work.listOps" * $p.listOp[$edge]),
     "splits": (."zoneLock.work.splits" * $p.split[$edge]),
     "merges": (."zoneLock.work.merges" * $p.merge[$edge]),
     "touches of neighbours and buddies": (."zoneLock.work.pageTouches" * $p.pageTouch[$edge])};
def less($from; $what): reduce ("zoneLock.acquisitions", "zoneLock.work.listOps", "zoneLock.work.splits", "zoneLock.work.merges", "zoneLock.work.pageTouches", "zoneLock.holdNs") as $k ($from; .[$k] -= $what[$k]);
def share($edge): parts($edge) | (add) as $all | map_values(100 * . / $all);

def a8:
  rows("merging-trace-0"; "baseline")[0] as $whole | rows("merging-trace-135000"; "baseline")[0] as $drains
  | less($whole; $drains) as $refills
  | rows("merging-timed-0"; "baseline")[0] as $timed | rows("merging-timed-135000"; "baseline")[0] as $timedDrains
  | [("low", "value", "high") as $e | ($drains | share($e)).merges] as $lower
  | def unmerged($edge): ($drains."zoneLock.acquisitions" * prices.zoneLock[$edge] + $drains."zoneLock.chunks" * (prices.listOp[$edge] + prices.pageTouch[$edge] * $refills."zoneLock.work.pageTouches" / $refills."zoneLock.work.listOps"));
    [("low", "value", "high") as $e | 100 * (1 - unmerged($e) / ($drains | parts($e) | add))] as $all
  | [("low", "value", "high") as $e | 100 * (($drains | parts($e) | add) - unmerged($e)) / ($whole | parts($e) | add)] as $both
  | {id: "A8", why: "prices decide", claim: "`zone->lock` is held mostly for merging pages",
     verdict: ($both | verdict(50)),
     figure: "merging adds \($both | interval) % of all holds: \($all | interval) % of the drains\u0027, nothing to the refills\u0027, of which splits are \([("low", "value", "high") as $e | ($refills | share($e)).splits] | interval) %",
     text: ([
"`baseline` with `high` pinned at 988: 32 processes touch 4096 pages each, then exit. The exits alone are drains, the difference to the whole",
"is refills. Counted work priced one by one; median [low … high prices]. Without merging a drain would put each chunk on a list, with as many touches as a",
"list operation of a refill has; all beyond that is what merging adds. *Supported* if that is more than half of all holds at all prices, *refuted* if at none.",
"",
(["", "refills, % of the hold", "drains, % of the hold"] | head),
($whole | parts("value") | keys_unsorted[] | . as $part | [$part, ([("low", "value", "high") as $e | ($refills | share($e))[$part]] | interval), ([("low", "value", "high") as $e | ($drains | share($e))[$part]] | interval)] | line),
"",
"A merge in the table is the first touch of the buddy and the work of uniting; a buddy that is looked at and is not free is among the touches, a buddy taken off its",
"list among list operations. Refills hold the lock as long and merge nothing, so the claim is true of drains, and not of the lock. By the clock, where a touch costs by who touched the page last, drains hold \($timedDrains | ."zoneLock.holdNs" / ."zoneLock.pages" | text) ns a page and refills \(less($timed; $timedDrains) | ."zoneLock.holdNs" / ($timed."zoneLock.pages" - $timedDrains."zoneLock.pages") | text).",
"",
(rows("merging-trace-0"; "baseline") + rows("merging-trace-135000"; "baseline") | commands)
] | lines)};
