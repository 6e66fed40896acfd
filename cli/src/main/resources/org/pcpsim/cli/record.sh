#!/bin/sh
# Records the page allocations of a whole machine while a command runs, into a folder that pcpsim reads.
#
#   sh record.sh COMMAND [ARGUMENT...]     as root; any Linux with tracefs
#
# OUT        the folder, which must not exist yet
# BUFFER_KB  ring buffer of each CPU in KiB; it must hold all events of the command
#
# Ends with the command's own exit code; 2 or 4 if it fails before the command has started, 125 if it fails after.
set -u

out=${OUT:-@OUT@}
buffer=${BUFFER_KB:-@BUFFER_KB@}
temporary=$out.$$.tmp
instance=
names=
code=4

say() {
  echo "record: $*" >&2
}

fail() {
  say "$*"
  exit "$code"
}

# shellcheck disable=SC2317 # the trap calls it
cleanup() {
  trap '' HUP INT TERM
  if [ -n "$instance" ] && [ -d "$instance" ]; then
    echo 0 >"$instance/tracing_on"
    echo 0 >"$instance/events/enable"
    rmdir "$instance"
  fi
  [ -z "$names" ] || echo "$names" >"$tracefs/saved_cmdlines_size"
  [ ! -d "$temporary" ] || rm -r -- "$temporary"
}

mark() {
  echo "$*" >"$instance/trace_marker"
}

# Zones first and event counters last: the marks say where they were read.
snapshot() {
  mark "SNAP_$1_BEGIN"
  cat /proc/zoneinfo >"$temporary/zoneinfo.$2" && mark "SNAP_$1 zoneinfo read"
  for file in buddyinfo pagetypeinfo meminfo stat vmstat; do
    cat "/proc/$file" >"$temporary/$file.$2" || return 1
  done
  mark "SNAP_$1 vmstat read"
  mark "SNAP_$1_END"
}

# A text in a JSON string.
quoted() {
  printf '%s' "$*" | tr -d '\000-\037' | sed 's/["\\]/\\&/g'
}

# One more than the last number of a list such as 0-3,8.
count() {
  echo $(($(sed 's/.*[-,]//' "$1") + 1))
}

if [ $# -eq 0 ]; then
  say "no command to record; usage: sh record.sh COMMAND [ARGUMENT...]"
  exit 2
fi
[ ! -e "$out" ] || fail "$out: exists already; choose another OUT"
command -v "$1" >/dev/null 2>&1 || fail "$1: no such command"
for tracefs in /sys/kernel/tracing /sys/kernel/debug/tracing none; do
  [ ! -d "$tracefs/instances" ] || break
done
[ "$tracefs" != none ] || fail "no tracefs that can be used; as root: mount -t tracefs nodev /sys/kernel/tracing"

trap cleanup EXIT
# The command gets these too and ends; what it did until then is kept.
trap : HUP INT TERM

mkdir -- "$temporary" || fail "$temporary: cannot be made"
instance=$tracefs/instances/pcpsim-$$
mkdir "$instance" || fail "$instance: cannot be made; run this as root"
echo 0 >"$instance/tracing_on"
for option in irq-info context-info markers overwrite record-cmd; do
  [ ! -e "$instance/options/$option" ] || echo 1 >"$instance/options/$option"
done
for option in raw hex bin fields verbose latency-format stacktrace userstacktrace record-tgid event-fork; do
  [ ! -e "$instance/options/$option" ] || echo 0 >"$instance/options/$option"
done
case $(cat "$tracefs/trace_clock") in
*'[global]'*) echo global >"$instance/trace_clock" ;;
esac
# Else processes that ended long ago lose their names.
remembered=$(cat "$tracefs/saved_cmdlines_size" 2>/dev/null || echo 32768)
if [ "$remembered" -lt 32768 ]; then
  names=$remembered
  echo 32768 >"$tracefs/saved_cmdlines_size"
fi
echo "$buffer" >"$instance/buffer_size_kb" || fail "no memory for $buffer KiB on each CPU; give a smaller BUFFER_KB"
for event in alloc free free_batched alloc_zone_locked pcpu_drain alloc_extfrag; do
  switch=$instance/events/kmem/mm_page_$event/enable
  if [ -e "$switch" ]; then
    echo 1 >"$switch"
  else
    say "this kernel has no kmem:mm_page_$event"
  fi
done

echo 1 >"$instance/tracing_on"
snapshot BEFORE before || fail "/proc cannot be read"
code=125
"$@"
exit_code=$?
snapshot AFTER after || fail "/proc cannot be read"
echo 0 >"$instance/tracing_on"

if command -v zstd >/dev/null 2>&1; then
  trace=trace.txt.zst
  zstd -q <"$instance/trace" >"$temporary/$trace" || fail "$temporary: cannot be written"
elif command -v gzip >/dev/null 2>&1; then
  trace=trace.txt.gz
  gzip <"$instance/trace" >"$temporary/$trace" || fail "$temporary: cannot be written"
else
  trace=trace.txt
  cat "$instance/trace" >"$temporary/$trace" || fail "$temporary: cannot be written"
fi
lost=0
# shellcheck disable=SC2013 # a number a line
for number in $(cat "$instance"/per_cpu/cpu*/stats | sed -n 's/^\(commit \)\{0,1\}overrun: //p; s/^dropped events: //p'); do
  lost=$((lost + number))
done

cat >"$temporary/recording.json" <<END || fail "$temporary: cannot be written"
{
 "schema": "pcpsim.recording/1",
 "name": "$(quoted "$(basename -- "$out")")",
 "description": "$(quoted "$@")",
 "kernel": "$(uname -r)",
 "cpus": $(count /sys/devices/system/cpu/online),
 "nodes": $(count /sys/devices/system/node/online),
 "trace": "$trace",
 "sysctl": {
  "vm.percpu_pagelist_high_fraction": $(cat /proc/sys/vm/percpu_pagelist_high_fraction),
  "vm.watermark_scale_factor": $(cat /proc/sys/vm/watermark_scale_factor),
  "vm.watermark_boost_factor": $(cat /proc/sys/vm/watermark_boost_factor),
  "vm.min_free_kbytes": $(cat /proc/sys/vm/min_free_kbytes),
  "vm.stat_interval": $(cat /proc/sys/vm/stat_interval)
 },
 "exitCode": $exit_code,
 "x-recorder": "record.sh"
}
END
mv -- "$temporary" "$out" || fail "$out: cannot be made"
if [ "$lost" -eq 0 ]; then
  say "$out: no event lost"
else
  say "$out: $lost events were lost; try again with a larger BUFFER_KB than $buffer"
fi
exit "$exit_code"
