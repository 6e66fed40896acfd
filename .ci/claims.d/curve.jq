# The curve of A3 as SVG: two panels, a line for each memory size. The value axis is linear near 0 and logarithmic
# beyond.

def colours: ["#1b6ca8", "#3a9ad9", "#2e8b57", "#8fbc3f", "#e0a100", "#e07b00", "#c0392b", "#8e44ad", "#8a7fb0", "#777777"];
def round1: (. * 10 | round) / 10;
def ticks: [-1000, -300, -100, -30, -10, -3, -1, 0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000];
def scaled: if . < 0 then -(1 - . | log10) else 1 + . | log10 end;

def panel($title; $points; $left):
  ($points | map(.value | select(. != null))) as $values
  | ($values | min) as $least | ($values | max) as $most
  | ([ticks[] | select(. <= $least)] | max) as $low | ([ticks[] | select(. >= $most)] | min) as $limit
  | (sizes | map(log2)) as $x | ($x[0]) as $from | ($x[-1]) as $to
  | def xOf: $left + 60 + 330 * (log2 - $from) / ($to - $from) | round1;
    def yOf: 360 - 290 * (scaled - ($low | scaled)) / (($limit | scaled) - ($low | scaled)) | round1;
    ["<text x=\"\($left + 225)\" y=\"30\" text-anchor=\"middle\" font-weight=\"bold\">\($title)</text>"]
  + [ticks[] | select(. >= $low and . <= $limit) | "<line x1=\"\($left + 60)\" x2=\"\($left + 390)\" y1=\"\(yOf)\" y2=\"\(yOf)\" class=\"\(if . == 0 then "zero" else "grid" end)\"/><text x=\"\($left + 52)\" y=\"\(yOf + 4)\" text-anchor=\"end\">\(if . < 0 then "−\(-.)" else "\(.)" end)</text>"]
  + [sizes[] | "<text x=\"\(xOf)\" y=\"380\" text-anchor=\"middle\">\(.)</text>"]
  + ["<text x=\"\($left + 225)\" y=\"402\" text-anchor=\"middle\">CPUs</text>"]
  + [memories | to_entries[] | .key as $i | .value as $memory
     | ($points | map(select(.memory == $memory and .value != null)) | sort_by(.cpus)) as $line
     | "<polyline fill=\"none\" stroke=\"\(colours[$i])\" stroke-width=\"2\" points=\"\($line | map("\(.cpus | xOf),\(.value | yOf)") | join(" "))\"/>",
       ($line[] | "<circle cx=\"\(.cpus | xOf)\" cy=\"\(.value | yOf)\" r=\"3\" fill=\"\(colours[$i])\"/>")];

def size: rtrimstr("G") | tonumber | if . >= 1024 then "\(. / 1024) TB" else "\(.) GB" end;

(["<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1300 440\" font-family=\"sans-serif\" font-size=\"13\">",
  "<title>The gain of pcp-buddy against baseline by CPUs and memory</title>",
  "<style>rect.paper{fill:#fff}text{fill:#222}.grid{stroke:#ddd}.zero{stroke:#555}@media (prefers-color-scheme:dark){rect.paper{fill:#0d1117}text{fill:#d5dae0}.grid{stroke:#30363d}.zero{stroke:#9aa4ae}}</style>",
  "<rect class=\"paper\" width=\"1300\" height=\"440\"/>"]
 + panel("Kernel build: gain, % of sys"; curve("curve-build"; "curve-build"; gain); 0)
 + panel("Kernel build, tune=GOT: gain, % of sys"; curve("curve-tuned"; "curve-build"; gain); 400)
 + panel("Allocate on many, free on few: throughput, %"; curve("curve-share"; "curve-share"; faster); 800)
 + [memories | to_entries[] | "<rect x=\"1212\" y=\"\(70 + 24 * .key)\" width=\"14\" height=\"4\" fill=\"\(colours[.key])\"/><text x=\"1232\" y=\"\(76 + 24 * .key)\">\(.value | size)</text>"]
 + ["</svg>"]) | join("\n")
