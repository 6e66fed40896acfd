# Claims on other designs: A9, A10, A16, A17, A21, A22. Each is {id, claim, tests, figure, text}.

# Workloads with main runs of baseline and pcp-buddy and with runs of the other models: name in the text, its rows.
def compared: [["kernel-build", "build", "others-build"], (("alloc-many-free-few", "one-allocates-for-all", "exit-storm", "jemalloc-purge") | [., "main-\(.)", "others-\(.)"])]
  | map({w: .[0], main: .[1], others: .[2]});

def savedBy($set; $model; $state):
  versus((if $model == "pcp-buddy" then rows($set.main; $model) else rows($set.others; $model) end) | of($state); rows($set.main; "baseline"); saved);
# What a model saves in percent of what pcp-buddy saves with the same seed.
def partOfSaved($set; $model; $state):
  [savedBy($set; $model; $state), savedBy($set; "pcp-buddy"; $state)] | transpose | map(if .[1] == 0 then null else 100 * .[0] / .[1] end);
def buddySaves($set; $state): savedBy($set; "pcp-buddy"; $state) | summary | .low > 1;

def designTable($models):
  (["workload", "state", "model", "ns a pair", "saved against `baseline`, ns", "in % of what `pcp-buddy` saves", "`zone->lock` taken per 1000 frees", "held, ns a free", "merges under it per 1000 frees", "merges under PCP locks"] | head),
  (compared[] as $set | ("auto", "pinned") as $state | ("baseline", "pcp-buddy", $models[]) as $model
   | ((if ($models | index($model)) then rows($set.others; $model) else rows($set.main; $model) end) | of($state)) as $rows
   | select($rows != [])
   | [$set.w, ($state | words), "`\($model)`", ($rows | map(pair) | interval),
      (if $model == "baseline" then "" else savedBy($set; $model; $state) | change end),
      (if ($models | index($model)) and buddySaves($set; $state) then partOfSaved($set; $model; $state) | range else "" end),
      ($rows | map(per("zoneLock.acquisitions"; "frees"; 1000)) | median | text), ($rows | map(per("zoneLock.holdNs"; "frees"; 1)) | median | text),
      ($rows | map(per("zoneLock.work.merges"; "frees"; 1000)) | median | text), ($rows | map(per("pcpLock.work.merges"; "frees"; 1000)) | median | text)] | line);

def a9:
  [compared[] as $set | ("auto", "pinned") as $state | select(buddySaves($set; $state)) | {set: $set, state: $state}] as $cases
  | {id: "A9", claim: "merging on PCPs without ownership might suffice",
     tests: [$cases[] | .set as $set | .state as $state | partOfSaved($set; "pcp-premerge"; $state) | atLeast("\($set.w), \($state | words), % of the saving"; 50) | plain],
     figure: ([$cases[] | "\(.set.w), \(.state): \(partOfSaved(.set; "pcp-premerge"; .state) | median | text) % of what `pcp-buddy` saves"] | join("; ")),
     text: ([
"`pcp-premerge` is today's PCP that merges buddies among the pages of a hold before it takes `zone->lock` ([designs.md](designs.md)). It suffices here where it saves half or more of",
"the time that `pcp-buddy` saves with the same seed. *Supported* if it does wherever `pcp-buddy` saves more than 1 ns a pair, *refuted* if nowhere. Every other model that there is stands in the table.",
"",
designTable(otherModels),
"",
(rows("others-build"; "pcp-premerge")[0:1] | commands)
] | lines)};

def a10:
  ["SORT", "SCAN", "TAG"] as $lookups
  | [["kernel-build", "lookup-build", "build"], (("exit-storm", "jemalloc-purge") | [., "lookup-\(.)", "main-\(.)"])] as $sets
  | def found($set; $lookup): rows($set[1]; "pcp-premerge") | map(select(."axis.variant" | endswith("lookup=\($lookup)")));
    def saves($set; $lookup): versus(found($set; $lookup); rows($set[2]; "baseline"); saved);
    def part($set; $lookup): [saves($set; $lookup), saves($set; "TAG")] | transpose | map(if .[1] == 0 then null else 100 * .[0] / .[1] end);
    [$sets[] as $set | select(saves($set; "TAG") | summary | .low > 1) | $set] as $counted
  | {id: "A10", claim: "pages of one PCP must be known: by scanning, a field for each page, or ownership",
     tests: [$counted[] as $set | part($set; "SORT") | less("\($set[0]), % of the saving left when sorting"; 50) | plain],
     figure: ([$sets[] as $set | "\($set[0]): \($lookups | map("`\(.)` \(saves($set; .) | median | signed) ns") | join(", "))"] | join("; ")),
     text: ([
"`pcp-premerge` with `window=PCP`: buddies are looked for among all pages of the PCP, `high` pinned at 988. `TAG` is a page that knows its CPU, `SCAN` walks the lists for",
"each page, `SORT` sorts what is to be drained and needs no such knowledge. *Supported* if sorting saves less than half of what a tag saves, wherever a tag saves more than 1 ns a",
"pair; *refuted* if nowhere.",
"",
(["workload", "look-up", "ns a pair", "saved against `baseline`, ns", "frame numbers compared, per page freed", "`struct page`s touched under PCP locks, per page freed", "PCP locks held, ns a free", "longest hold of a PCP lock, µs"] | head),
($sets[] as $set | $lookups[] as $lookup | found($set; $lookup) as $rows
 | [$set[0], "`\($lookup)`", ($rows | map(pair) | interval), (saves($set; $lookup) | change), ($rows | map(per("pcpLock.work.pagesScanned"; "frees"; 1)) | median | text), ($rows | map(per("pcpLock.work.pageTouches"; "frees"; 1)) | median | text),
    ($rows | map(per("pcpLock.holdNs"; "frees"; 1)) | median | text), ($rows | map(."pcpLock.holdMaxNs" / 1000) | median | text)] | line),
"",
(found($sets[0]; "SCAN")[0:1] | commands)
] | lines)};

def a16:
  [["fresh memory", ""], ["aged memory", "--initial aged"], ["aged memory, `high` pinned at 988", "--set node0.Normal.high_max=988 --initial aged"]] as $states
  | def of($name; $model; $state): rows($name; $model) | map(select((."axis.variant" | [splits(" +")] | map(select(. != "")) | join(" ")) == $state[1]));
    def ratio($name; $state; $key): versus(of($name; "pcp-buddy"; $state); rows($name; "baseline"); if .[1][$key] == 0 then (if .[0][$key] == 0 then 0 else 100 end) else 100 * (.[0][$key] / .[1][$key] - 1) end);
    ($d.contig | map(.name) | unique_by(. as $n | ["baseline", "pcp-buddy"] | index($n) // 9, $n)) as $models
  | {id: "A16", claim: "alloc_contig and hugetlb see no change, as PCPs hold as much as before",
     tests: [$states[] as $s
       | (ratio("contig"; $s; "probes.contig.drainedPages") | within("\($s[0]), pages on PCPs, %"; -10; 10)),
         (ratio("contig"; $s; "probes.contig.movable") | within("\($s[0]), ranges to be had, %"; -2; 2)),
         (ratio("hugetlb"; $s; "probes.hugepages.got") | within("\($s[0]), huge pages, %"; -2; 2))],
     figure: ([$states[] as $s | "\($s[0]): \(ratio("contig"; $s; "probes.contig.drainedPages") | change) % pages on PCPs, \(ratio("contig"; $s; "probes.contig.movable") | range) % ranges of 16 MB to be had, \(ratio("hugetlb"; $s; "probes.hugepages.got") | range) % huge pages"] | join("; ")),
     text: ([
"After a kernel build, in trace order, all ranges of 16 MB are looked at as `alloc_contig` would, and huge pages are taken until none is left ([probes.md](probes.md)). *Supported* if in every state `pcp-buddy` has",
"within 10 % as many pages on PCPs, which a drain must fetch, and within 2 % as many ranges and huge pages; *refuted* if it misses all of this. Migrating pages is not modelled, only how many would have to move.",
"",
(["memory", "model", "pages on PCPs", "`zone->lock` takes to drain them", "held for that, µs", "ranges free, drained", "ranges to be had with moving", "of the cheapest, pages to move", "huge pages got", "drained for them", "`zone->lock` for each"] | head),
($states[] as $s | $models[] as $model | of("contig"; $model; $s) as $c | of("hugetlb"; $model; $s) as $h
 | [$s[0], "`\($model)`", ($c | map(."probes.contig.drainedPages") | interval), ($c | map(."probes.contig.locks.zoneLock.acquisitions") | median | text), ($c | map(."probes.contig.locks.zoneLock.holdNs" / 1000) | median | text),
    ($c | map(."probes.contig.freeAfterDraining") | interval), ($c | map(."probes.contig.movable") | interval), ($c | map(."probes.contig.cheapest.movePages") | median | text),
    ($h | map(."probes.hugepages.got") | interval), ($h | map(."probes.hugepages.drainedPages") | median | text), ($h | map(."probes.hugepages.locks.zoneLock.perRequest") | median | text)] | line),
"",
(of("contig"; "baseline"; $states[1])[0:1] + of("hugetlb"; "baseline"; $states[1])[0:1] | commands)
] | lines)};

def a17:
  def of($model; $targeted): rows("drains"; $model) | map(select((."axis.variant" | contains("TARGETED")) == $targeted)) | sort_by(."axis.trace");
  def each($model; $targeted; f): of($model; $targeted) | map(f);
  def drained: if ."slowPath.drainAlls" == 0 then null else ."slowPath.drainAllPages" / ."slowPath.drainAlls" end;
  def fewer($model; $key): [each($model; true; .[$key]), each($model; false; .[$key])] | transpose | map(.[0] - .[1]);
  ($d.drains | map(.name) | unique_by(. as $n | ["baseline", "pcp-buddy"] | index($n) // 9, $n)) as $models
  | {id: "A17", claim: "draining all PCPs is wasteful: every CPU drains, the requester uses a handful, the others go cold",
     tests: [("baseline", "pcp-buddy") as $m | (each($m; false; drained) | atLeast("`\($m)`, pages drained for one used"; 10) | plain), (fewer($m; "own.victimRefills") | less("`\($m)`, refills of victims, targeted against all"; 0))],
     figure: ([("baseline", "pcp-buddy") as $m | "`\($m)`: \(each($m; false; drained) | interval) pages drained for each drain of all, which one page asked for; a targeted drain makes \(fewer($m; "own.victimRefills") | change) refills of the CPUs that were drained"] | join("; ")),
     text: ([
"Exits on a machine whose memory is just short: 520 MB for 32 CPUs. An allocation below the min mark drains all PCPs, or with `drainAll=TARGETED` asks one after the other for a chunk ([designs.md](designs.md)). Nearly all requests are for one page.",
"*Supported* if a drain of all takes 10 pages or more for the one used, and a targeted drain leaves the victims fewer refills until their worker's next pass; *refuted* if neither.",
"",
(["model", "when memory is short", "drains of all", "pages drained for each", "PCPs visited", "refills of victims", "served by targeted drains", "pages for each", "ns a pair", "failed allocations"] | head),
($models[] as $m | (false, true) as $t | of($m; $t) as $rows
 | ["`\($m)`", (if $t then "targeted drain" else "drain of all" end), ($rows | map(."slowPath.drainAlls") | interval), ($rows | map(drained) | interval), ($rows | map(."own.pcpsVisited") | interval), ($rows | map(."own.victimRefills") | interval),
    ($rows | map(."own.targetedServed") | interval), ($rows | map(select((."own.targetedServed" // 0) > 0) | ."own.targetedPages" / ."own.targetedServed") | interval), ($rows | map(pair) | interval), ($rows | map(.failedAllocs) | interval)] | line),
"",
(of("baseline"; true)[0:1] | commands)
] | lines)};

def a22:
  ["one-allocates-for-all", "alloc-many-free-few", "contiguous-across-cpus"] as $names
  | (["freeLock=BLOCK_IN_TASK"] + ($d."freelock-one-allocates-for-all" | map(rule) | unique | map(select(. != "freeLock=BLOCK_IN_TASK")))) as $modes
  | def of($w; $mode): if $mode == $modes[0] then rows("main-\($w)"; "pcp-buddy") | map(select(regime == "auto")) else rows("freelock-\($w)"; "pcp-buddy") | map(select(rule == $mode)) end;
    def takes: per("zoneLock.acquisitions"; "frees"; 1000);
    def factor($w; $mode; $reference): versus(of($w; $mode); of($w; $reference); (.[0] | takes) / (.[1] | takes));
    def fallbacks: ."pcpLock.freeTrylockFailures" / (."throughput.spanNs" / 1e6);
    def missed: per("own.missedPages"; "frees"; 1000);
    ($modes | index("freeLock=REMOTE_LLIST") != null) as $lockless
  | {id: "A22", claim: "a free that tries the lock storms `zone->lock` and undercounts; a lock-free list fixes both",
     tests: [$names[] as $w | (factor($w; "freeLock=TRYLOCK"; $modes[0]) | atLeast("\($w), `zone->lock` takes of trying against waiting"; 2) | plain),
       (of($w; "freeLock=TRYLOCK") | map(missed) | atLeast("\($w), pages past the owner's PCP when trying, per 1000 frees"; 1) | plain),
       (if $lockless then
          (factor($w; "freeLock=REMOTE_LLIST"; "freeLock=TRYLOCK") | within("\($w), of the lock-free list against trying"; 0; 0.5) | plain),
          (of($w; "freeLock=REMOTE_LLIST") | map(missed) | within("\($w), pages past the owner's PCP with the list, per 1000 frees"; 0; 0) | plain)
        else empty end)],
     missing: ($lockless | not),
     figure: ([$names[] as $w | "\($w): `zone->lock` taken \($modes | map("\(of($w; .) | map(takes) | median | text) (`\(.)`)") | join(", ")) per 1000 frees"] | join("; ")),
     text: ([
"How a free takes the PCP lock of the block's owner: it waits (v1 of the RFC), it tries and frees to the zone if it cannot have it, or it puts the pages on a lock-free list from which the owner takes them. With auto-tuning at work. *Supported* if trying takes `zone->lock` twice as",
"often as waiting or more, and the list at most half as often as trying, in each workload, and if of 1000 pages freed one or more go past the owner's PCP, which then counts too few, with trying and none with the list; *refuted* if neither in any.\(if $lockless then "" else " The lock-free list is not there yet." end)",
"",
(["workload", "`freeLock`", "frees that fell back, per ms", "`zone->lock` taken per 1000 frees", "of these, failed trylocks of frees", "pages past the owner's PCP per 1000 frees", "waiting for `zone->lock`, ns a free", "waiting for PCP locks, ns a free", "failed trylocks of allocations per 1000", "99 % of frees under, ns", "ns a pair", "saved against waiting, ns"] | head),
($names[] as $w | $modes[] as $mode | of($w; $mode) as $rows
 | [$w, "`\($mode | ltrimstr("freeLock="))`", ($rows | map(fallbacks) | interval), ($rows | map(takes) | interval), ($rows | map(per("zoneLock.byPath.trylockFree"; "frees"; 1000)) | median | text), ($rows | map(missed) | median | text),
    ($rows | map(per("zoneLock.waitNs"; "frees"; 1)) | median | text), ($rows | map(per("pcpLock.waitNs"; "frees"; 1)) | median | text), ($rows | map(per("pcpLock.allocTrylockFailures"; "allocs"; 1000)) | median | text),
    ($rows | map(."latency.free.p99Ns") | median | text), ($rows | map(pair) | interval), (if $mode == $modes[0] then "" else versus($rows; of($w; $modes[0]); saved) | change end)] | line),
"",
(of($names[0]; "freeLock=TRYLOCK")[0:1] | commands)
] | lines)};

def a21:
  [["60 % of the memory", "--set cma=60"], ["75 % of the memory", "--set cma=75"], ["60 %, `high` pinned at 988", "--set node0.Normal.high_max=988 --set cma=60"]] as $states
  | ($d.cma // [] | map(.name) | unique_by(. as $n | ["baseline", "pcp-buddy"] | index($n) // 9, $n)) as $models
  | def of($model; $state): rows("cma"; $model) | map(select(."axis.variant" == $state[1]));
    def part: 100 * ."cma.pagesTaken" / .allocs;
    def taken($state): versus(of("pcp-buddy"; $state); rows("cma"; "baseline"); if .[1]."cma.pagesTaken" == 0 then null else 100 * .[0]."cma.pagesTaken" / .[1]."cma.pagesTaken" end);
    {id: "A21", claim: "MOVABLE is preferred over CMA more than before",
     missing: ($models == []),
     tests: [$states[] as $s | taken($s) | less("\($s[0]), pages out of CMA blocks, % of those of `baseline`"; 90) | plain],
     figure: ([$states[] as $s | "\($s[0]) in CMA blocks: taken of them \(of("baseline"; $s) | map(part) | interval) % of the pages allocated (`baseline`), \(of("pcp-buddy"; $s) | map(part) | interval) % (`pcp-buddy`)"] | join("; ")),
     text: ([
"A kernel build on a machine where a share of the pageblocks is CMA. Movable requests should take from them while they hold more than half of what is free; the phases of `pcp-buddy` ask for the type of its PCP",
"first ([designs.md](designs.md)). *Supported* if in every state `pcp-buddy` takes at least a tenth fewer pages out of CMA blocks than `baseline`, *refuted* if in none.",
"",
(["CMA blocks", "model", "pages taken of them, % of those allocated", "free pages in them, % of all free, mean", "at the end", "ns a pair"] | head),
($states[] as $s | $models[] as $model | of($model; $s) as $rows
 | [$s[0], "`\($model)`", ($rows | map(part) | interval), ($rows | map(100 * ."cma.mean.freeShare") | interval), ($rows | map(100 * ."cma.end.freeShare") | interval), ($rows | map(pair) | interval)] | line),
"",
(of("baseline"; $states[0])[0:1] | commands)
] | lines)};
