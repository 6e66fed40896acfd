# Claims A11 to A23. Each is {id, claim, tests, figure, text}.

def a11:
  [$d | keys[] | select(test("^exits-[0-9]")) | ltrimstr("exits-") | tonumber] | sort as $sizes
  | [("auto", "pinned") as $state | $sizes[] | {state: $state, cpus: ., base: (rows("exits-\(.)"; "baseline") | of($state)), mine: (rows("exits-\(.)"; "pcp-buddy") | of($state))}] as $sets
  | def wait: ."zoneLock.waitNs" / .frees;
    def drained: 100 * ."pcp.drainPages" / .frees;
    def chunk: ."zoneLock.pages" / ."zoneLock.chunks";
    ($sets | map(select(.cpus == $sizes[-1]))) as $most
  | {id: "A11", claim: "exits: avalanches of frees that nobody reuses, drained page by page under `zone->lock`",
     tests: [$most[] | .state as $state | (.base | map(drained) | atLeast("\($state | words), % of the frees drained"; 50) | plain), (.base | map(chunk) | less("\($state | words), pages a chunk"; 8) | plain)],
     figure: ([$most[] | "\(.cpus) exits, \(.state | words): \(.base | map(drained) | interval) % of the frees drained, \(.base | map(chunk) | interval) pages a chunk, `baseline` waits \(.base | map(wait) | interval) ns a freed page, `pcp-buddy` \(.mine | map(wait) | interval)"] | join("; ")),
     text: ([
"One process on each CPU touches 4096 pages and exits, all at once. *Supported* if with the most exits more than half of the pages freed are drained, and pages",
"go under `zone->lock` in chunks of fewer than 8 on average, whatever the state; *refuted* if neither in any. The waits include those of refills, which the next",
"processes need. With auto-tuning at work `high` grows with the pages that a process touches, so the lists can keep what its exit frees.",
"",
(["state", "exits at once", "pages a hold: `baseline`", "`pcp-buddy`", "pages a chunk: `baseline`", "`pcp-buddy`", "of the frees drained: `baseline`, %", "`pcp-buddy`", "`zone->lock` held, % of the time: `baseline`", "`pcp-buddy`", "waiting, ns a pair: `baseline`", "`pcp-buddy`", "ns a pair: `baseline`", "`pcp-buddy`", "saved"] | head),
($sets[] | [.base, .mine] as $two | [(.state | words), (.cpus | tostring),
  ($two[] | map(."zoneLock.pagesPerAcquisition") | median | text), ($two[] | map(chunk) | median | text),
  ($two[] | map(drained) | median | text), ($two[] | map(100 * ."zoneLock.holdNs" / ."throughput.spanNs") | median | text),
  ($two[] | map((."zoneLock.waitNs" + ."pcpLock.waitNs") / .allocs) | median | text), ($two[] | map(pair) | median | text), (versus(.mine; .base; saved) | change)] | line),
"",
"Medians of \($most[0].base | length) seeds. On the RFC's machine, n = \(seedCount), `pcp-buddy` saves \(assumed("main-exit-storm"; "auto"; saved) | change) ns a pair with auto-tuning, \(assumed("main-exit-storm"; "pinned"; saved) | change) pinned.",
"",
([$sets[] | select(.cpus == 32) | .base[0]] | commands)
] | lines)};

def throughZone: 100 * (."pcp.refillPages" + ."pcp.drainPages") / (.allocs + .frees);
def a12:
  def one($w; $model; $state): rows("main-\($w)"; $model) | map(select(regime == $state));
  (one("jemalloc-purge"; "baseline"; "auto")) as $base
  | {id: "A12", claim: "purger threads break the affinity of allocation and free: both sides hit the slow path of `zone->lock`",
     tests: [($base | map(100 * ."pcp.refillPages" / .allocs) | atLeast("% of the pages allocated refilled"; 50) | plain), ($base | map(100 * ."pcp.drainPages" / .frees) | atLeast("% of the frees drained"; 50) | plain)],
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
"The claim is one of today's lists; no open rule bears on it. `pcp-buddy` saves \(assumed("main-jemalloc-purge"; "auto"; saved) | change) ns a pair with auto-tuning, \(assumed("main-jemalloc-purge"; "pinned"; saved) | change) pinned.",
"",
($base[0:1] | commands)
] | lines)};

def a13:
  "--param pcp-buddy.phase0=OFF" as $off | "--param pcp-buddy.fragmentQueue=LIKE_OTHERS" as $tail
  | def of($initial; $model; $variant):
      if $initial == "fresh" then (if $variant == "" then rows("build-long"; $model) | of("auto") else rows("fragments"; $model) | map(select(."axis.variant" == $variant)) end)
      else rows("fragments-aged" + (if $variant == "" then "" else "-parts" end); $model) | map(select($variant == "" or (."axis.variant" | endswith($variant)))) end
      | sort_by(."axis.trace");
    def free: ."blocks.end.free";
    def frees($initial; $model; $variant): of($initial; $model; $variant) | map(free);
    def fewer($from; $to): [$from, $to] | transpose | map(.[0] - .[1]);
    [("fresh", "aged") as $initial | frees($initial; "pcp-buddy"; "") as $plain
     | {initial: $initial, loss: fewer(frees($initial; "baseline"; ""); $plain), recover: fewer($plain; frees($initial; "pcp-buddy"; $off)), queue: fewer($plain; frees($initial; "pcp-buddy"; $tail))}] as $effects
  | {id: "A13", claim: "fragmentation is the main risk; remembered blocks, recover-first refills and tail queuing keep it small",
     tests: [$effects[] | .initial as $initial | fewer(.recover; .loss) | atLeast("\($initial) memory, blocks saved by recovery less blocks lost"; 0.5)],
     figure: ([$effects[] | "\(.initial): \(.loss | change) free blocks lost against `baseline`; recovery saves \(.recover | change), tail queuing \(.queue | change)"] | join("; ")),
     text: ([
"Kernel build in fresh and in aged memory. *Supported* if without recovering fragments first (Phase 0) more free blocks are lost than",
"the design loses against `baseline`, in both; *refuted* if in neither. What tail queuing does is in the figure. In aged memory whole blocks are claimed where `baseline`",
"uses up the fragments.",
"",
(["memory", "model", "free blocks at the end", "unusable for order 9, mean", "worst", "blocks in partial use, mean", "recovery rate", "fallbacks to other types", "ns a pair"] | head),
(("fresh", "aged") as $initial
  | (["`baseline`", of($initial; "baseline"; "")], ["`pcp-buddy`", of($initial; "pcp-buddy"; "")], ["… without Phase 0", of($initial; "pcp-buddy"; $off)], ["… without tail queuing", of($initial; "pcp-buddy"; $tail)])
  | .[0] as $name | .[1] as $rows
  | [$initial, $name, ($rows | map(free) | interval), ($rows | map(."fragmentation.mean.unusableFreeIndex9") | interval), ($rows | map(."fragmentation.worst.unusableFreeIndex9") | interval),
     ($rows | map(."blocks.mean.partial") | map(select(. != null)) | interval), ($rows | map(."partialBlocks.recoveryRate" | select(. != null)) | interval), ($rows | map(."fragmentation.extfragEvents") | interval), ($rows | map(pair) | interval)] | line),
"",
"Open rules, free blocks at the end against `baseline`, kernel build from fresh memory:",
"",
openRules("build-rules"; "build-deciding"; "build"; "blocks"; (.[0] | free) - (.[1] | free)),
"",
(of("aged"; "baseline"; "")[0:1] | commands)
] | lines)};

def workload: ."axis.trace" | split(":")[1] | split("?")[0];
def options: ."axis.variant" | gsub("node0.Normal.|--(set|param) "; "") | gsub("^ +| +$"; "") | if . == "" then "–" else "`\(.)`" end;
def smallTable($rows):
  (["workload", "options", "model", "pages by recovery", "by claim", "by sub-blocks", "by fallback", "frees to an owner", "`zone->lock` taken", "list operations under it", "held, µs", "ns a pair"] | head),
  ($rows | group_by([workload, ."axis.variant", .name])[] | .[0] as $first
   | [($first | workload), ($first | options), "`\($first.name)`",
    (("refillPhases.recover.pages", "refillPhases.claim.pages", "refillPhases.subBlock.pages", "refillPhases.fallback.pages", "pcp.routedFrees") as $k | map(.[$k]) | median | if . == null then "–" else cut(0) | grouped end),
    (("zoneLock.acquisitions", "zoneLock.work.listOps") as $k | map(.[$k]) | median | cut(0) | grouped), (map(."zoneLock.holdNs" / 1000) | median | cut(0) | grouped), (map(pair) | median | text)] | line);

def a14:
  def part($rows; $w): $rows | map(select(workload == $w));
  def small($model): rows("small"; $model) | map(select(."axis.variant" | contains("high_max=400")));
  def full: rows("small-never"; "pcp-buddy") | map(select(."axis.variant" | contains("aged")));
  def slower($rows; $base): versus($rows; $base; 100 * ((.[0] | pair) / (.[1] | pair) - 1));
  def off: map(."refillPhases.claim.pages" + ."refillPhases.recover.pages" + ."pcp.routedFrees") | add;
  ["kernel-build", "exit-storm"] as $names
  | {id: "A14", claim: "on small or full machines it degrades to the old behaviour",
     tests: ([fact("Phases 0 and 1 and routing off"; "\(small("pcp-buddy") | off)"; (small("pcp-buddy") | off) == 0)]
       + [$names[] as $w | (slower(part(small("pcp-buddy"); $w); small("baseline")) | within("\($w), `high_max` = 400, time %"; -10; 10)), (slower(part(full; $w); rows("small"; "baseline")) | within("\($w), no block to claim, time %"; -10; 10))]),
     figure: "`high_max` = 400: no page by Phases 0 and 1, no free routed (\(small("pcp-buddy") | off) in all); time against `baseline` \([$names[] as $w | "\(slower(part(small("pcp-buddy"); $w); small("baseline")) | range) % (\($w))"] | join(", ")), with no block to claim \([$names[] as $w | "\(slower(part(full; $w); rows("small"; "baseline")) | range) %"] | join(", "))",
     text: ([
"With `high` below a block no block fits a PCP; `phase1Claim=NEVER` is as if no whole block were free. *Supported* if then only Phases 2 and 3 run, no free is",
"routed, and an allocation and a free take within 10 % of `baseline`'s time; *refuted* if none of this. Medians of \(part(full; "kernel-build") | length) seeds.",
"",
smallTable(small("baseline") + small("pcp-buddy") + full + (rows("small"; "baseline") | map(select(."axis.variant" | contains("aged"))))),
"",
(small("baseline")[0:1] | commands)
] | lines)};

def a15:
  (rows("small-never"; "pcp-buddy") | map(select(."axis.variant" | contains("aged") | not))) as $mine
  | def drop($key; $w; $state): versus($mine | of($state) | map(select(workload == $w)); rows("small-base"; "baseline"); 100 * (.[0][$key] / .[1][$key] - 1));
    [("kernel-build", "exit-storm") as $w | ("auto", "pinned") as $state | {w: $w, state: $state}] as $cases
  | def all($key): [$cases[] | drop($key; .w; .state)[]];
    {id: "A15", claim: "even without whole blocks, larger chunks make fewer transactions",
     tests: [$cases[] as $c | (drop("zoneLock.acquisitions"; $c.w; $c.state) | less("\($c.w), \($c.state | words), lock taken %"; 0)), (drop("zoneLock.work.listOps"; $c.w; $c.state) | less("\($c.w), \($c.state | words), list operations %"; 0))],
     figure: "without Phase 1: `zone->lock` taken \(all("zoneLock.acquisitions") | "\(min | signed) … \(max | signed)") %, list operations under it \(all("zoneLock.work.listOps") | "\(min | signed) … \(max | signed)") %",
     text: ([
"Phase 1 off, so no block is ever owned and refills take sub-block chunks. *Supported* if both `zone->lock` takes and list operations under it are fewer than",
"`baseline`'s in each case, *refuted* if in none. Medians of \(drop("zoneLock.holdNs"; "kernel-build"; "auto") | length) seeds.",
"",
smallTable($mine + rows("small-base"; "baseline")),
"",
($mine[0:1] | commands)
] | lines)};

def otherModels: $d."others-contiguous-across-cpus" | map(.name) | unique;
def a18:
  "contiguous-across-cpus" as $w
  | def of($model; $state): (rows("main-\($w)"; $model) + rows("others-\($w)"; $model)) | map(select(regime == $state));
    def ends($edge): versus(rows("ends-\($w)"; "pcp-buddy") | priced($edge); rows("ends-\($w)"; "baseline"); faster);
    def takes: ."pcpLock.acquisitions" - (.allocs - ."pcpLock.allocTrylockFailures");
    def waits: 100 * ."pcpLock.contended" / takes;
    of("pcp-buddy"; "auto") as $mine
  | {id: "A18", claim: "worst case for ownership: contiguous pages on all CPUs, which compete for one PCP lock",
     tests: (
       [($mine | map(waits) | atLeast("% of the takes that wait"; 10) | plain)]
       + [("auto", "pinned") as $state | assumed("main-\($w)"; $state; faster) | less("throughput %, \($state | words)"; -1)]
       + [("low", "high") as $edge | ends($edge) | less("throughput %, \($edge) prices"; -1)]
       + [deciding("deciding-\($w)"; "main-\($w)"; "auto"; faster)[] | .rule as $rule | .values | less("throughput %, \($rule | quoted)"; -1)]),
     figure: "\($mine | map(waits) | interval) % of the takes of a PCP lock by frees wait, \($mine | map(."pcpLock.waitNs" / .frees) | interval) ns a freed page; throughput \(assumed("main-\($w)"; "auto"; faster) | change) %",
     text: ([
"Neighbouring pages are given to all 32 CPUs, which free them at once. *Supported* if more than a tenth of the takes of PCP locks wait and throughput falls",
"by more than 1 %, in every test; *refuted* if neither in any. Every model there is:",
"",
(["state", "model", "takes of another CPU's PCP lock per 1000 frees", "of the takes by frees wait, %", "PCP lock wait, ns a freed page", "longest hold of a PCP lock, µs", "failed trylocks per 1000 allocations", "`zone->lock` wait, ns a freed page", "99 % of frees under, ns", "throughput, %"] | head),
((("auto", "pinned") as $state | ("baseline", "pcp-buddy") as $model | [$state, $model]), (otherModels[] | ["auto", .])
  | .[0] as $state | .[1] as $model | of($model; $state) as $rows
  | [($state | words), "`\($model)`", ($rows | map(per("pcpLock.remote"; "frees"; 1000)) | interval), ($rows | map(waits) | interval),
     ($rows | map(per("pcpLock.waitNs"; "frees"; 1)) | interval), ($rows | map(."pcpLock.holdMaxNs" / 1000) | interval), ($rows | map(per("pcpLock.allocTrylockFailures"; "allocs"; 1000)) | interval),
     ($rows | map(per("zoneLock.waitNs"; "frees"; 1)) | interval), ($rows | map(."latency.free.p99Ns") | interval),
     (if $model == "baseline" then "" else versus($rows; of("baseline"; $state); faster) | change end)] | line),
"",
"Low and high prices: throughput \(ends("low") | range) % and \(ends("high") | range) %.",
"",
"Open rules, throughput in percent against `baseline`:",
"",
openRules("rules-\($w)"; "deciding-\($w)"; "main-\($w)"; "%"; faster),
"",
($mine[0:1] | commands)
] | lines)};

def a19:
  {id: "A19", claim: "8 bytes a block, 4 KB for each GB; one more cache line for a free",
   tests: [fact("bytes a GiB"; "\(512 * 8)"; 512 * 8 == 4096)],
   figure: "512 blocks of 2 MiB a GiB, 8 bytes each: \(512 * 8) bytes. The cache line: not decidable here",
   text: ([
"The memory is arithmetic. The line: in `baseline` a free reads the block's type from a bitmap, with the RFC from the block's record, where the owner lies beside it.",
"The models price the `struct page`s that are touched and not the blocks' records, so whether that line is in a cache is not decidable here; at 15 to 80 ns a",
"line it would weigh as much as all that A1 is about, if it missed each time."
] | lines)};

def a20:
  def estimate: 988 / (."partialBlocks.pagesRemembered" / ."partialBlocks.remembered");
  def of($rows): $rows | map(select(.name == "pcp-buddy" and regime == "pinned" and ."partialBlocks.remembered" > 0));
  [["kernel build", of(rows("build"; "pcp-buddy"))], (("alloc-many-free-few", "exit-storm", "jemalloc-purge", "one-allocates-for-all", "contiguous-across-cpus") | [., of($d["main-\(.)"])])] | map(select(.[1] != [])) as $sets
  | {id: "A20", claim: "the list of owned blocks stays short: about `high` / average free pages of a block",
     tests: [$sets[] | .[0] as $name | .[1] | map(."partialBlocks.listLengthMean" / estimate) | within("\($name), length over estimate"; 0; 2) | plain],
     figure: ([$sets[] | "\(.[0]) mean \(.[1] | map(."partialBlocks.listLengthMean") | median | text) (estimate \(.[1] | map(estimate) | median | text))"] | join(", ")),
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
openRules("build-rules"; "build-deciding"; "build"; ""; .[0] | ."partialBlocks.listLengthMax")
] | lines)};

def a23:
  def of($w; $kernel): rows("chunks"; "baseline") | map(select((."axis.trace" | contains($w)) and (."axis.variant" | contains($kernel))))[0];
  def exits($kernel): rows("chunks-exits"; "baseline") | map(select(."axis.variant" | contains($kernel)))[0];
  ["exit-storm", "one-allocates-for-all"] as $names
  | ([$names[] | {w: ., old: of(.; "6.18"), new: of(.; "7.0")}] + [{w: "exit-storm, exits alone", old: exits("6.18"), new: exits("7.0")}]) as $sets
  | [$sets[] | (.new."zoneLock.byPath.drain" / .old."zoneLock.byPath.drain")] as $more
  | ($sets[-1] | .old."zoneLock.holdMaxNs" / .new."zoneLock.holdMaxNs") as $shorter
  | {id: "A23", claim: "the base kernel frees at most `batch` pages a hold (was over 2000): 32 times the holds, a 32nd of the longest",
     tests: ([range($sets | length) as $i | $more[$i] | fact("\($sets[$i].w), holds"; "× \(text)"; . >= 16 and . <= 48)] + [$shorter | fact("longest hold"; "÷ \(text)"; . >= 16 and . <= 48)]),
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
