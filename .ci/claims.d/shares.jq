# Claims A2 and A4 to A8. Each is {id, claim, tests, figure, text}.

def a2:
  "alloc-many-free-few" as $w
  | (rows("main-\($w)"; "pcp-buddy")) as $rows
  | ["free_ns=180", "free_ns=600", "free_ns=2000", "alloc_ns=10000"] as $thinks
  | def thinking($think): versus(rows("think"; "pcp-buddy") | map(select(."axis.trace" | contains("alloc-many") and contains("\($think),"))); rows("think"; "baseline"); faster);
    def ends($edge): versus(rows("ends-\($w)"; "pcp-buddy") | priced($edge); rows("ends-\($w)"; "baseline"); faster);
    {id: "A2", claim: "allocate on many CPUs, free on a few: 1 % more throughput",
     tests: (
       [("auto", "pinned", "below") as $state | assumed("main-\($w)"; $state; faster) | atLeast($state | words; 0.5)]
       + [("low", "high") as $edge | ends($edge) | atLeast("\($edge) prices"; 0.5)]
       + [$thinks[] as $think | thinking($think) | atLeast("`\($think)`"; 0.5)]
       + [("auto", "pinned") as $state | deciding("deciding-\($w)"; "main-\($w)"; $state; faster)[] | .rule as $rule | .values | atLeast("\($state | words), \($rule | quoted)"; 0.5)]),
     figure: "\(assumed("main-\($w)"; "auto"; faster) | change) % operations per second, \("auto" | words); \(assumed("main-\($w)"; "pinned"; faster) | change) % pinned; \([$thinks[] as $think | thinking($think)[]] | "\(min | signed) … \(max | signed)") % by the time of everything else",
     text: ([
"30 CPUs allocate 64 pages at a time, 2 free them. *Supported* if throughput rises by 0.5 % or more in every test, *refuted* if",
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
"Low and high prices, auto-tuning at work: \(ends("low") | range) % and \(ends("high") | range) %. The size is set by what else the CPUs do:",
"",
(["think time of a CPU", "throughput, %"] | head),
($thinks[] as $think | ["`\($think)`", (thinking($think) | change)] | line),
"",
"Open rules, throughput in percent against `baseline`:",
"",
openRules("rules-\($w)"; "deciding-\($w)"; "main-\($w)"; "%"; faster),
"",
(rows("main-\($w)"; "baseline")[0:2] | commands)
] | lines)};

def a4:
  "one-allocates-for-all" as $w
  | def ends($edge): versus(rows("ends-\($w)"; "pcp-buddy") | priced($edge); rows("ends-\($w)"; "baseline"); faster);
    ([("auto", "pinned", "below") as $state | {name: ($state | words), values: assumed("main-\($w)"; $state; faster)}]
     + [("low", "high") as $edge | {name: "\($edge) prices", values: ends($edge)}]
     + [("auto", "pinned") as $state | deciding("deciding-\($w)"; "main-\($w)"; $state; faster)[] | {name: "\($state | words), \(.rule | quoted)", values}]) as $sets
  | {id: "A4", claim: "one CPU allocates for everybody: mostly neutral",
     tests: [$sets[] | .name as $name | .values | within($name; -3; 3)],
     figure: "\(assumed("main-\($w)"; "auto"; faster) | change) % operations per second; over all runs \([$sets[].values[]] | "\(min | signed) … \(max | signed)") %",
     text: ([
"CPU 0 allocates, 31 CPUs free. Neutral is a throughput within 3 %: *supported* if every test is, *refuted* if none.",
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
"Low and high prices: \(ends("low") | range) % and \(ends("high") | range) %. With one price for every touch of a `struct page`, whoever touched it last: \(ends("flat") | range) %. The allocating CPU's time for a page",
"decides what is left: \([("alloc_ns=1", "alloc_ns=850", "alloc_ns=3000") as $think | "\($think | ltrimstr("alloc_ns=")) ns \(versus(rows("think"; "pcp-buddy") | map(select(."axis.trace" | contains("one-allocates") and contains("\($think),"))); rows("think"; "baseline"); faster) | change) %"] | join(", ")).",
"",
"Open rules, throughput in percent against `baseline`:",
"",
openRules("rules-\($w)"; "deciding-\($w)"; "main-\($w)"; "%"; faster),
"",
(rows("main-\($w)"; "baseline")[0:2] | commands)
] | lines)};

# Work for each freed page.
def mergesUnderZone: per("zoneLock.work.merges"; "frees"; 1000);
def a5:
  ["one-allocates-for-all", "alloc-many-free-few", "exit-storm", "jemalloc-purge"] as $names
  | [$names[] as $w | ("auto", "pinned") as $state
     | {w: $w, state: $state, base: (rows("main-\($w)"; "baseline") | map(select(regime == $state))), mine: (rows("main-\($w)"; "pcp-buddy") | map(select(regime == $state)))}] as $sets
  | {id: "A5", claim: "the reason for A4: merging is deferred, so less is done under the contended lock",
     tests: [$sets[] | select(.w == "one-allocates-for-all") | .state as $state | versus(.mine; .base; 100 * (.[0] | mergesUnderZone) / (.[1] | mergesUnderZone)) | less("\($state | words), % of the merges of `baseline`"; 50) | plain],
     figure: ([$sets[0] | "merges under `zone->lock` per 1000 frees \(.base | map(mergesUnderZone) | interval) → \(.mine | map(mergesUnderZone) | interval), under PCP locks \(.mine | map(per("pcpLock.work.merges"; "frees"; 1000)) | interval)"] | join("")),
     text: ([
"Work for each 1000 pages freed. *Supported* if in the workload of A4 `pcp-buddy` merges less than half as often under `zone->lock`, in both states.",
"",
(["workload", "state", "merges under `zone->lock`: `baseline`", "`pcp-buddy`", "touches of `struct page`s under `zone->lock`: `baseline`", "`pcp-buddy`", "merges under PCP locks: `pcp-buddy`", "touches under PCP locks: `baseline`", "`pcp-buddy`"] | head),
($sets[] | [.w, (.state | words), (.base | map(mergesUnderZone) | median | text), (.mine | map(mergesUnderZone) | median | text),
   (.base | map(per("zoneLock.work.pageTouches"; "frees"; 1000)) | median | text), (.mine | map(per("zoneLock.work.pageTouches"; "frees"; 1000)) | median | text),
   (.mine | map(per("pcpLock.work.merges"; "frees"; 1000)) | median | text),
   (.base | map(per("pcpLock.work.pageTouches"; "frees"; 1000)) | median | text), (.mine | map(per("pcpLock.work.pageTouches"; "frees"; 1000)) | median | text)] | line),
"",
"Open rules, merges under `zone->lock` per 1000 frees of `one-allocates-for-all` less those of `baseline`:",
"",
openRules("rules-one-allocates-for-all"; "deciding-one-allocates-for-all"; "main-one-allocates-for-all"; ""; (.[0] | mergesUnderZone) - (.[1] | mergesUnderZone))
] | lines)};

def a6:
  {id: "A6", claim: "32 GB: `high_min` is 988, one block and a half",
   tests: [fact("`high_min`"; "\($d.formula[0].highMin)"; $d.formula[0].highMin == 988)],
   figure: "the formulas give \($d.formula[0].highMin) = \($d.formula[0].highMin / 512 | text) blocks; 988 is \(988 / 512 | text) blocks",
   text: ([
"With the default sysctls the kernel's formulas, which reproduce `high_min` and `high_max` of every recorded machine, give",
"\($d.formula[0].highMin) pages for 32 CPUs and 32 GB. \"One block and a half\" fits that number, not 988; 988 needs a low mark of 31,616 to 31,647 pages,",
"which a raised `min_free_kbytes` gives. Nothing else here depends on it: 988 is what the RFC's machine is modelled with.",
"",
"```\npcpsim replay sample-traces/01-first-refill.json --cpus 32 --memory 32G --format json\n```"
] | lines)};

def a7:
  def runs($w): rows(if $w == "exit-storm" then "sharing-exits" else "sharing" end; "baseline");
  def part($w; $high): [runs($w)[] | select(if $high == 0 then ."axis.variant" == "" else (."axis.variant" | endswith("high_max=\($high)")) end) | shared];
  [252, 393, 512, 710, 988, 2048, 4096] as $highs
  | ["kernel-build", "exit-storm"] as $names
  | {id: "A7", claim: "with `high` of one block and a half, every other block is shared between CPUs; less so on larger machines",
     tests: [$names[] as $w | (part($w; 988) | within("\($w), part at 988"; 0.35; 0.65) | plain),
       ([part($w; 4096), part($w; 252)] | transpose | map(.[0] - .[1]) | less("\($w), 4096 against 252"; 0))],
     figure: "at `high` = 988 \([$names[] | "\(part(.; 988) | interval) (\(.))"] | join(", ")) of the blocks in use; with auto-tuning \([$names[] | part(.; 0) | interval] | join(", "))",
     text: ([
"`baseline` with `high` pinned at several sizes. *Shared*: live pages of the block were allocated by two or more CPUs; mean over the run,",
"of the blocks that are not wholly free. *Supported* if between 0.35 and 0.65 of them are at 988 and fewer at 4096 than at 252, in both workloads;",
"*refuted* if none of this is so. Intervals here are of \(part("kernel-build"; 988) | length) seeds.",
"",
(["`high`"] + [$highs[] | tostring] + ["auto-tuned"] | head),
(["blocks"] + [$highs[] | . / 512 | text] + ["–"] | line),
($names[] as $w | [$w] + [($highs + [0])[] | part($w; .) | interval] | line),
"",
"Against CPUs, auto-tuning at work, kernel build of A3 with 128 GB: \([sizes[] as $n | rows("curve-build-\($n)"; "baseline") | map(select(."axis.memory" == "128G"))[0] | select(. != null) | "\($n) CPUs \(shared | text)"] | join(", ")). With `pcp-buddy` on 32 CPUs: \(rows("curve-build-32"; "pcp-buddy") | map(select(."axis.memory" == "128G"))[0] | shared | text).",
"",
([runs("kernel-build")[] | select(."axis.variant" | contains("=988"))][0:1] | commands)
] | lines)};

def prices: $d.prices[0];
def parts($edge):
  . as $row | prices as $p
  | {"taking the lock": (."zoneLock.acquisitions" * $p.zoneLock[$edge]),
     "list operations": (."zoneLock.work.listOps" * $p.listOp[$edge]),
     "splits": (."zoneLock.work.splits" * $p.split[$edge]),
     "merges": (."zoneLock.work.merges" * $p.merge[$edge]),
     "touches of neighbours and buddies": (."zoneLock.work.pageTouches" * $p.pageTouch[$edge])};
def minus($from; $what): reduce ("zoneLock.acquisitions", "zoneLock.work.listOps", "zoneLock.work.splits", "zoneLock.work.merges", "zoneLock.work.pageTouches", "zoneLock.holdNs") as $k ($from; .[$k] -= $what[$k]);
def share($edge): parts($edge) | (add) as $all | map_values(100 * . / $all);

# The figure at central prices, and at both ends.
def ends: "\(.[1] | text) [\(min | text) … \(max | text)]";

def a8:
  rows("merging-trace-0"; "baseline")[0] as $whole | rows("merging-trace-135000"; "baseline")[0] as $drains
  | minus($whole; $drains) as $refills
  | rows("merging-timed-0"; "baseline")[0] as $timed | rows("merging-timed-135000"; "baseline")[0] as $timedDrains
  | def unmerged($edge): ($drains."zoneLock.acquisitions" * prices.zoneLock[$edge] + $drains."zoneLock.chunks" * (prices.listOp[$edge] + prices.pageTouch[$edge] * $refills."zoneLock.work.pageTouches" / $refills."zoneLock.work.listOps"));
    [("low", "value", "high") as $e | 100 * (1 - unmerged($e) / ($drains | parts($e) | add))] as $all
  | [("low", "value", "high") as $e | 100 * (($drains | parts($e) | add) - unmerged($e)) / ($whole | parts($e) | add)] as $both
  | {id: "A8", claim: "`zone->lock` is held mostly for merging pages",
     tests: [("low", "value", "high") as $e | $both[{low: 0, value: 1, high: 2}[$e]] | . as $part | fact("\({low: "low", value: "central", high: "high"}[$e]) prices"; "\($part | text) %"; $part > 50)],
     figure: "merging adds \($both | ends) % of all holds: \($all | ends) % of the drains\u0027, nothing to the refills\u0027, of which splits are \([("low", "value", "high") as $e | ($refills | share($e)).splits] | ends) %",
     text: ([
"`baseline` with `high` pinned at 988: 32 processes touch 4096 pages each, then exit. The exits alone are drains, the difference to the whole",
"is refills. Counted work priced one by one; central [lowest … highest] prices. Without merging a drain would put each chunk on a list, with as many touches as a",
"list operation of a refill has; all beyond that is what merging adds. *Supported* if that is more than half of all holds at all prices, *refuted* if at none.",
"",
(["", "refills, % of the hold", "drains, % of the hold"] | head),
($whole | parts("value") | keys_unsorted[] | . as $part | [$part, ([("low", "value", "high") as $e | ($refills | share($e))[$part]] | ends), ([("low", "value", "high") as $e | ($drains | share($e))[$part]] | ends)] | line),
"",
"A merge in the table is the first touch of the buddy and the work of uniting; a buddy that is looked at and is not free is among the touches, a buddy taken off its",
"list among list operations. Refills hold the lock as long and merge nothing, so the claim is true of drains, and not of the lock. By the clock, where a touch costs by who touched the page last, drains hold \($timedDrains | ."zoneLock.holdNs" / ."zoneLock.pages" | text) ns a page and refills \(minus($timed; $timedDrains) | ."zoneLock.holdNs" / ($timed."zoneLock.pages" - $timedDrains."zoneLock.pages") | text).",
"",
(rows("merging-trace-0"; "baseline") + rows("merging-trace-135000"; "baseline") | commands)
] | lines)};
