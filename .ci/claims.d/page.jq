# The page.

def needs: [
{id: "A9", claim: "merging on PCPs without ownership might suffice", verdict: "needs MODEL", figure: "`pcp-premerge` is such a model ([designs.md](designs.md)); it has no experiment here yet"},
{id: "A10", claim: "pages of one PCP must be known: by scanning, a field for each page, or ownership", verdict: "needs MODEL", figure: "`pcp-premerge` with `lookup=SCAN` and `TAG`; no experiment here yet"},
{id: "A16", claim: "alloc_contig and hugetlb see no change", verdict: "not decidable here", figure: "isolation and compaction are not modelled; what an end state gives is asked by `--probe` ([probes.md](probes.md))"},
{id: "A17", claim: "draining all PCPs is wasteful", verdict: "needs MODEL", figure: "`drainAll=TARGETED` is such a rule ([designs.md](designs.md)); no experiment here yet"},
{id: "A21", claim: "MOVABLE is preferred over CMA more than before", verdict: "needs MODEL", figure: "CMA"},
{id: "A22", claim: "a free that tries the lock storms `zone->lock`; a lock-free list fixes it", verdict: "needs MODEL", figure: "`freeLock=REMOTE_LLIST`; `TRYLOCK` is among the open rules"}
];

([a1, a2, a3, a4, a5, a6, a7, a8, a11, a12, a13, a14, a15, a18, a19, a20, a23]) as $claims
| ([
"# The RFC's claims, put to the test",
"",
"The thread of the PCP-buddy RFC (April 2026) holds claims that nobody has measured in public. Here each is an experiment with the two",
"models, with its rule, its figure and a verdict: *supported*, *refuted*, or *not decidable here* where the answer depends on what the claim does not say.",
"",
"This page is written by `.ci/claims`, figures, verdicts and all; this one by `.ci/claims --\($kind)`\(if $kind == "quick" then ": small operation counts, one seed for open rules, a coarse curve. `--full` has more of each" else "" end).",
"It needs nothing but this repository: no row rests on other recordings. Times are modelled ([time.md](time.md)): priced by a table of costs that came first, from its sources; nothing was tuned towards a claim.",
"",
(["", "claim", "verdict", "figure"] | head),
(($claims + needs) | sort_by(.id[1:] | tonumber)[] | [(if .text then "[\(.id)](#\(.id | ascii_downcase))" else .id end), .claim, (if .verdict == "refuted" or .verdict == "supported" then "**\(.verdict)**" else .verdict end), .figure] | line),
"",
"How to read it:",
"",
"* *Auto-tuning at work*: the PCPs' `high` moves between `high_min` and `high_max` as in the kernel. *Pinned*: `--set node0.Normal.high_max=988`, as `high_min` is. *Below its high",
"  mark*: 95 % of the blocks used, and the zone's high mark above what is free, as when page cache has filled it; the kernel then keeps `high` small.",
"* *Median [least … most]* over \($d.build | map(.["axis.trace"]) | unique | length) seeds of the workload. *Low and high prices* are whole runs with all prices at one end of the table.",
"* *Open rules*: what the RFC's text leaves open is a parameter of the model. Each alternative is tried by itself (\(rows("build-knobs"; "pcp-buddy") | map(rule) | unique | map(select(. != "")) | length) of them), and the two together that cost most, which are of different rules. What",
"  takes a part of the design away is shown apart and is in no verdict. `pcpsim models pcp-buddy` explains them.",
"* Verdicts follow from rules that the script applies. That of A1 was set before its figures were known; those of A8, A11, A18 and A23 were",
"  stated anew after first figures had shown that what they measured was not what the claim says. Take these for what they are.",
"* Workloads are synthetic ([workloads.md](workloads.md)), with sizes fitted to recordings; think times are their parameters. So trust changes more than times, and remember that a",
"  share of throughput or system time needs the time of everything else, which is assumed. Recordings of emulated machines feed no time here.",
"* Not in it: reclaim, compaction, CMA, interrupts, other locks, the cache lines of a page's users ([limits.md](limits.md), [time.md](time.md#what-it-leaves-out)).",
"",
($claims[] | "## \(.id)", "", "**\(.claim)** — \(.verdict)\(if .verdict == "not decidable here" then ": " + .why elif .verdict == "refuted" and .part then ": " + .part else "" end).", "", .text, ""),
clock, "", expectations, "",
"## Running it again",
"",
"<!-- not run: it takes minutes, or hours -->",
"```",
".ci/claims --quick",
".ci/claims --full",
"```",
"",
"Needs `jq`. The same version writes the same bytes. With single commands of this page, `--format json` has every figure."
] | lines)
