# Claims A11 to A23. Each is {id, claim, verdict, figure, text}.

def a11:
  [$d | keys[] | select(test("^exits-[0-9]")) | ltrimstr("exits-") | tonumber] | sort as $sizes
  | [("auto", "pinned") as $state | $sizes[] | {state: $state, cpus: ., name: "exits-\(if $state == "pinned" then "pinned-" else "" end)\(.)"}
     | . + {base: rows(.name; "baseline")[0], mine: rows(.name; "pcp-buddy")[0]}] as $sets
  | def wait: ."zoneLock.waitNs" / .frees;
    def drained: 100 * ."pcp.drainPages" / .frees;
    ($sets | map(select(.cpus == $sizes[-1]))) as $most | ($sets | map(select(.cpus == $sizes[0]))) as $fewest
  | {id: "A11", why: "with auto-tuning at work `high` grows with the pages that a process touches, and the lists keep what its exit frees; with a small `high` it is as said", claim: "exits: avalanches of frees that nobody reuses, drained page by page under `zone->lock`",
     verdict: ([$most[] | (if (.base | drained) > 50 then 1 else 0 end), (if (.base | ."zoneLock.pages" / ."zoneLock.chunks") < 8 then 1 else 0 end)] | verdict(1)),
     figure: ([$most[] | "\(.cpus) exits, \(.state | words): \(.base | drained | text) % of the frees drained, \(.base | ."zoneLock.pages" / ."zoneLock.chunks" | text) pages a chunk, `baseline` waits \(.base | wait | text) ns a freed page, `pcp-buddy` \(.mine | wait | text)"] | join("; ")),
     text: ([
"One process on each CPU touches 4096 pages and exits, all at once. *Supported* if with the most exits more than half of the pages freed are drained, and pages",
"go under `zone->lock` in chunks of fewer than 8 on average, whatever the state; *refuted* if neither in any. The waits include those of refills, which the next",
"processes need.",
"",
(["state", "exits at once", "pages a hold: `baseline`", "`pcp-buddy`", "pages a chunk: `baseline`", "`pcp-buddy`", "of the frees drained: `baseline`, %", "`pcp-buddy`", "`zone->lock` held, % of the time: `baseline`", "`pcp-buddy`", "waiting, ns a pair: `baseline`", "`pcp-buddy`", "ns a pair: `baseline`", "`pcp-buddy`"] | head),
($sets[] | [.base, .mine] as $two | [(.state | words), (.cpus | tostring),
  ($two[] | ."zoneLock.pagesPerAcquisition" | text), ($two[] | ."zoneLock.pages" / ."zoneLock.chunks" | text),
  ($two[] | drained | text), ($two[] | 100 * ."zoneLock.holdNs" / ."throughput.spanNs" | text),
  ($two[] | (."zoneLock.waitNs" + ."pcpLock.waitNs") / .allocs | text), ($two[] | pair | text)] | line),
"",
"Open rules on 32 CPUs, ns saved for an allocation and a free:",
"",
openRules("knobs-exit-storm"; "worst-exit-storm"; "ns"; saved),
"",
([$sets[] | select(.cpus == 32) | .base] | commands)
] | lines)};

def throughZone: 100 * (."pcp.refillPages" + ."pcp.drainPages") / (.allocs + .frees);
def a12:
  def one($w; $model; $state): rows("main-\($w)"; $model) | map(select(regime == $state));
  (one("jemalloc-purge"; "baseline"; "auto")) as $base
  | {id: "A12", why: "it holds on one side only", claim: "purger threads break the affinity of allocation and free: both sides hit the slow path of `zone->lock`",
     verdict: ([($base | map(100 * ."pcp.refillPages" / .allocs) | median), ($base | map(100 * ."pcp.drainPages" / .frees) | median)] | verdict(50)),
     figure: "`baseline`: \($base | map(100 * ."pcp.refillPages" / .allocs) | interval) % of the pages allocated come by refills, \($base | map(100 * ."pcp.drainPages" / .frees) | interval) % of those freed leave by drains",
     text: ([
"32 threads allocate, four purgers free 99 % of it. *Supported* if half or more of the pages pass `zone->lock` on both sides with auto-tuning at work,",
"*refuted* if on neither side.",
"",
(["workload", "state", "model", "refilled, % of the pages allocated", "drained, % of those freed", "refills per 1000 allocations", "drain holds per 1000 frees", "frees to an owner, %", "ns a pair"] | head),
("jemalloc-purge" as $w | ("auto", "pinned") as $state | ("baseline", "pcp-buddy") as $model
  | one($w; $model; $state) as $rows
  | [$w, ($state | words), "`\($model)`", ($rows | map(100 * ."pcp.refillPages" / .allocs) | interval), ($rows | map(100 * ."pcp.drainPages" / .frees) | interval),
     ($rows | map(per("pcp.refills"; "allocs"; 1000)) | interval), ($rows | map(per("zoneLock.byPath.drain"; "frees"; 1000)) | interval),
     ($rows | map(if ."pcp.routedFrees" == null then empty else 100 * ."pcp.routedFrees" / .frees end) | interval), ($rows | map(pair) | interval)] | line),
"",
"Beside it a kernel build, whose processes mostly free where they allocate: \(rows("build"; "baseline") | map(select(regime == "auto") | 100 * ."pcp.refillPages" / .allocs) | interval) % refilled, \(rows("build"; "baseline") | map(select(regime == "auto") | 100 * ."pcp.drainPages" / .frees) | interval) % drained.",
"",
"Open rules, ns saved for an allocation and a free:",
"",
openRules("knobs-jemalloc-purge"; "worst-jemalloc-purge"; "ns"; saved),
"",
($base[0:1] | commands)
] | lines)};

def a13:
  def of($initial; $model; $variant): rows("fragmentation" + (if $model == "baseline" then "-base" else "" end); $model) | map(select(.initial == $initial and ."axis.variant" == (if $initial == "aged" then "--initial aged" + (if $variant == "" then "" else " " + $variant end) else $variant end)));
  def free: ."blocks.end.free";
  "--param pcp-buddy.phase0=OFF" as $off | "--param pcp-buddy.fragmentQueue=LIKE_OTHERS" as $tail
  | [("fresh", "aged") as $initial | (of($initial; "pcp-buddy"; "") | map(free) | median) as $plain
     | (of($initial; "baseline"; "") | map(free) | median) as $base
     | {initial: $initial, loss: ($base - $plain), recover: ($plain - (of($initial; "pcp-buddy"; $off) | map(free) | median)), queue: ($plain - (of($initial; "pcp-buddy"; $tail) | map(free) | median))}] as $effects
  | {id: "A13", why: "it holds in fresh memory; in aged memory the design loses more free blocks than recovery saves, as whole blocks are claimed where `baseline` would use up the fragments", claim: "fragmentation is the main risk; remembered blocks, recover-first refills and tail queuing keep it small",
     verdict: ([($effects[] | if .recover > 0 and .recover > .loss then 1 else 0 end)] | verdict(1)),
     figure: ([$effects[] | "\(.initial): \(.loss | text) free blocks fewer than `baseline`; without recovery another \(.recover | text), without tail queuing \(.queue | text)"] | join("; ")),
     text: ([
"Kernel build in fresh and in aged memory. *Supported* if without recovering fragments first (Phase 0) more free blocks are lost than",
"the design loses against `baseline`, in both; *refuted* if in neither. What tail queuing does is in the figure.",
"",
(["memory", "model", "free blocks at the end", "unusable for order 9, mean", "worst", "blocks in partial use, mean", "recovery rate", "fallbacks to other types", "ns a pair"] | head),
(("fresh", "aged") as $initial
  | (["`baseline`", of($initial; "baseline"; "")], ["`pcp-buddy`", of($initial; "pcp-buddy"; "")], ["… without Phase 0", of($initial; "pcp-buddy"; $off)], ["… without tail queuing", of($initial; "pcp-buddy"; $tail)], ["… without both", of($initial; "pcp-buddy"; "\($off) \($tail)")])
  | .[0] as $name | .[1] as $rows
  | [$initial, $name, ($rows | map(free) | interval), ($rows | map(."fragmentation.mean.unusableFreeIndex9") | interval), ($rows | map(."fragmentation.worst.unusableFreeIndex9") | interval),
     ($rows | map(."blocks.mean.partial") | map(select(. != null)) | interval), ($rows | map(."partialBlocks.recoveryRate" | select(. != null)) | interval), ($rows | map(."fragmentation.extfragEvents") | interval), ($rows | map(pair) | interval)] | line),
"",
"Open rules, free blocks at the end against `baseline`, kernel build from fresh memory:",
"",
openRules("build-knobs"; "build-worst"; "blocks"; (.[0] | free) - (.[1] | free)),
"",
(of("aged"; "baseline"; "")[0:1] | commands)
] | lines)};

def smallTable($rows):
  (["workload", "options", "model", "pages by recovery", "by claim", "by sub-blocks", "by fallback", "frees to an owner", "`zone->lock` taken", "list operations under it", "held, µs", "ns a pair"] | head),
  ($rows[] | [(."axis.trace" | split(":")[1] | split("?")[0]), "`\(."axis.variant" | gsub("node0.Normal."; "") | gsub("--(set|param) "; ""))`", "`\(.name)`",
    (."refillPhases.recover.pages", ."refillPhases.claim.pages", ."refillPhases.subBlock.pages", ."refillPhases.fallback.pages", ."pcp.routedFrees" | if . == null then "–" else cut(0) | grouped end),
    (."zoneLock.acquisitions", ."zoneLock.work.listOps", (."zoneLock.holdNs" / 1000 | round) | tostring | grouped), (pair | text)] | line);

def a14:
  $d.small as $rows
  | ($rows | map(select(."axis.variant" | contains("high_max=400")))) as $few
  | ($few | map(select(.name == "pcp-buddy"))) as $mine
  | versus($mine; $few | map(select(.name == "baseline")); 100 * ((.[0] | pair) / (.[1] | pair) - 1)) as $time
  | versus($rows | map(select(.name == "pcp-buddy" and (."axis.variant" | contains("aged")))); $rows | map(select(.name == "baseline")); 100 * ((.[0] | pair) / (.[1] | pair) - 1)) as $full
  | {id: "A14", why: "the rules degrade as said, the time does not come out the same", claim: "on small or full machines it degrades to the old behaviour",
     verdict: ([($mine[] | if ."refillPhases.claim.pages" + ."refillPhases.recover.pages" + ."pcp.routedFrees" == 0 then 1 else 0 end), (($time + $full)[] | if fabs <= 10 then 1 else 0 end)] | verdict(1)),
     figure: "`high_max` = 400: no page by Phases 0 and 1, no free routed (\($mine | map(."refillPhases.claim.pages" + ."refillPhases.recover.pages" + ."pcp.routedFrees") | add) in all); time against `baseline` \($time | change) %, with no block to claim \($full | change) %",
     text: ([
"With `high` below a block no block fits a PCP; `phase1Claim=NEVER` is as if no whole block were free. *Supported* if then only Phases 2 and 3 run, no free is",
"routed, and an allocation and a free take within 10 % of `baseline`'s time; *refuted* if none of this.",
"",
smallTable($few + ($rows | map(select(."axis.variant" | contains("aged"))))),
"",
($few[0:1] | commands)
] | lines)};

def a15:
  ($d.small | map(select(."axis.variant" | contains("NEVER") and (contains("aged") | not)))) as $rows
  | def drop($key): versus($rows | map(select(.name == "pcp-buddy")); $rows | map(select(.name == "baseline")); 100 * (.[0][$key] / .[1][$key] - 1));
  (drop("zoneLock.acquisitions") + drop("zoneLock.work.listOps")) as $all
  | {id: "A15", why: "list operations under the lock are fewer in each case, but the lock is taken hardly less often", claim: "even without whole blocks, larger chunks make fewer transactions",
     verdict: ($all | map(-.) | verdict(0.001)),
     figure: "without Phase 1: `zone->lock` taken \(drop("zoneLock.acquisitions") | change) %, list operations under it \(drop("zoneLock.work.listOps") | change) %",
     text: ([
"Phase 1 off, so no block is ever owned and refills take sub-block chunks. *Supported* if both `zone->lock` takes and list operations under it are fewer than",
"`baseline`'s in each case, *refuted* if in none.",
"",
smallTable($rows),
"",
($rows[0:1] | commands)
] | lines)};

def a18:
  def of($model; $state): rows("main-contiguous-across-cpus"; $model) | map(select(regime == $state));
  versus(rows("main-contiguous-across-cpus"; "pcp-buddy"); rows("main-contiguous-across-cpus"; "baseline"); faster) as $main
  | versus(rows("ends-contiguous-across-cpus"; "pcp-buddy") | map(select(table != "flat")); rows("ends-contiguous-across-cpus"; "baseline"); faster) as $ends
  | def takes: ."pcpLock.acquisitions" - (.allocs - ."pcpLock.allocTrylockFailures");
    def waits: 100 * ."pcpLock.contended" / takes;
    of("pcp-buddy"; "auto") as $mine
  | {id: "A18", why: "it holds in a part of the runs", claim: "worst case for ownership: contiguous pages on all CPUs, which compete for one PCP lock",
     verdict: ([($mine[] | if waits > 10 then 1 else 0 end), (($main + $ends)[] | if . < -1 then 1 else 0 end)] | verdict(1)),
     figure: "\($mine | map(waits) | interval) % of the takes of a PCP lock by frees wait, \($mine | map(."pcpLock.waitNs" / .frees) | interval) ns a freed page; throughput \($main | change) %",
     text: ([
"Neighbouring pages are given to all 32 CPUs, which free them at once. *Supported* if more than a tenth of the takes of PCP locks wait and throughput falls",
"by more than 1 %, in every run; *refuted* if neither in any.",
"",
(["state", "model", "takes of another CPU's PCP lock per 1000 frees", "of the takes by frees wait, %", "PCP lock wait, ns a freed page", "longest hold of a PCP lock, µs", "failed trylocks per 1000 allocations", "`zone->lock` wait, ns a freed page", "99 % of frees under, ns", "throughput, %"] | head),
(("auto", "pinned") as $state | ("baseline", "pcp-buddy") as $model | of($model; $state) as $rows
  | [($state | words), "`\($model)`", ($rows | map(per("pcpLock.remote"; "frees"; 1000)) | interval), ($rows | map(waits) | interval),
     ($rows | map(per("pcpLock.waitNs"; "frees"; 1)) | interval), ($rows | map(."pcpLock.holdMaxNs" / 1000) | interval), ($rows | map(per("pcpLock.allocTrylockFailures"; "allocs"; 1000)) | interval),
     ($rows | map(per("zoneLock.waitNs"; "frees"; 1)) | interval), ($rows | map(."latency.free.p99Ns") | interval),
     (if $model == "baseline" then "" else versus($rows; of("baseline"; $state); faster) | change end)] | line),
"",
"Low and high prices: throughput \($ends | map(signed) | join(" % and ")) %.",
"",
"Open rules, throughput in percent against `baseline`:",
"",
openRules("knobs-contiguous-across-cpus"; "worst-contiguous-across-cpus"; "%"; faster),
"",
($mine[0:1] | commands)
] | lines)};

def a19:
  {id: "A19", claim: "8 bytes a block, 4 KB for each GB; one more cache line for a free",
   verdict: "supported",
   figure: "512 blocks of 2 MiB a GiB, 8 bytes each: \(512 * 8) bytes. The cache line: not decidable here",
   text: ([
"The memory is arithmetic. The line: in `baseline` a free reads the block's type from a bitmap, with the RFC from the block's record, where the owner lies beside it.",
"The models price the `struct page`s that are touched and not the blocks' records, so whether that line is in a cache is not decidable here; at 15 to 80 ns a",
"line it would weigh as much as all that A1 is about, if it missed each time."
] | lines)};

def a20:
  def estimate: 988 / (."partialBlocks.pagesRemembered" / ."partialBlocks.remembered");
  def of($rows): $rows | map(select(.name == "pcp-buddy" and regime == "pinned" and ."partialBlocks.remembered" > 0));
  [["kernel build", of($d.build)], (("alloc-many-free-few", "exit-storm", "jemalloc-purge", "one-allocates-for-all", "contiguous-across-cpus") | [., of($d["main-\(.)"])])] | map(select(.[1] != [])) as $sets
  | ($sets | map([.[0], (.[1] | map(."partialBlocks.listLengthMean") | median), (.[1] | map(estimate) | median)])) as $found
  | {id: "A20", why: "it holds for a part of the workloads", claim: "the list of owned blocks stays short: about `high` / average free pages of a block",
     verdict: ([$found[] | if .[1] <= 2 * .[2] then 1 else 0 end] | verdict(1)),
     figure: ([$found[] | "\(.[0]) mean \(.[1] | text) (estimate \(.[2] | text))"] | join(", ")),
     text: ([
"`high` pinned at 988, so that the estimate is known: 988 over the mean number of pages that a block has free when it is remembered. *Supported* if the mean length",
"is at most twice the estimate in each workload, *refuted* if in none. All pages that come back to a block while it is on the list count as its free ones,",
"so the mean can exceed 512, and the estimate is on the low side.",
"",
(["workload", "blocks on a CPU's list, mean", "longest list", "free pages of a block remembered, mean", "estimate"] | head),
($sets[] | .[1] as $rows | [.[0], ($rows | map(."partialBlocks.listLengthMean") | interval), ($rows | map(."partialBlocks.listLengthMax") | interval), ($rows | map(."partialBlocks.pagesRemembered" / ."partialBlocks.remembered") | interval), ($rows | map(estimate) | interval)] | line),
"",
"With auto-tuning at work the kernel build has \(rows("build"; "pcp-buddy") | map(select(regime == "auto") | ."partialBlocks.listLengthMean") | interval) on a list, \(rows("build"; "pcp-buddy") | map(select(regime == "auto") | ."partialBlocks.listLengthMax") | max | text) at most; in the curve of A3 the longest list of any machine has \([sizes[] as $n | rows("curve-build-\($n)"; "pcp-buddy")[] | ."partialBlocks.listLengthMax"] | max | text).",
"",
"Open rules, longest list of the kernel build:",
"",
openRules("build-knobs"; "build-worst"; ""; .[0] | ."partialBlocks.listLengthMax")
] | lines)};

def a23:
  def of($w; $kernel): rows("chunks"; "baseline") | map(select((."axis.trace" | contains($w)) and (."axis.variant" | contains($kernel))))[0];
  def exits($kernel): rows("chunks-exits"; "baseline") | map(select(."axis.variant" | contains($kernel)))[0];
  ["exit-storm", "one-allocates-for-all"] as $names
  | ([$names[] | {w: ., old: of(.; "6.18"), new: of(.; "7.0")}] + [{w: "exit-storm, exits alone", old: exits("6.18"), new: exits("7.0")}]) as $sets
  | [$sets[] | (.new."zoneLock.byPath.drain" / .old."zoneLock.byPath.drain")] as $more
  | ($sets[-1] | .old."zoneLock.holdMaxNs" / .new."zoneLock.holdMaxNs") as $shorter
  | {id: "A23", why: "it holds for one of the workloads", claim: "the base kernel frees at most `batch` pages a hold (was over 2000): 32 times the holds, a 32nd of the longest",
     verdict: ([($more[], $shorter) | if . >= 16 and . <= 48 then 1 else 0 end] | verdict(1)),
     figure: ([$sets[] | "\(.w): drain holds × \(.new."zoneLock.byPath.drain" / .old."zoneLock.byPath.drain" | text)"] + ["longest hold of exits ÷ \($shorter | text)"] | join(", ")),
     text: ([
"`baseline` with the rules of 6.18 and of 7.0, `high` pinned at 4096 so that there are drains and they may be large. *Supported* if drains take `zone->lock` 16 to 48",
"times as often and the longest hold of exits alone is as many times shorter, *refuted* if nothing of this. Where there are refills too, the longest hold stays one of theirs, of up to 2016 pages.",
"",
(["workload", "rules", "drain holds", "refill holds", "longest hold, µs", "99 % under, µs", "held in all, ms", "waiting in all, ms"] | head),
($sets[] | .w as $w | (["6.18", .old], ["7.0", .new]) | .[0] as $k | .[1] | [$w, $k, (."zoneLock.byPath.drain", ."zoneLock.byPath.refill" | cut(0) | grouped), (."zoneLock.holdMaxNs", ."zoneLock.holdP99Ns" | . / 1000 | text), (."zoneLock.holdNs", ."zoneLock.waitNs" | . / 1e6 | text)] | line),
"",
([$sets[0].old, $sets[0].new] | commands)
] | lines)};
