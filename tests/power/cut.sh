#!/usr/bin/env bash
# Power cuts on ext4 and XFS in loop images; see README.md here. As root: tests/power/cut.sh [RUNS]
set -euo pipefail
runs=${1:-50}
# A save syncs everything; without one between, the journal alone has to keep the work. Both are tried, unless one is asked for.
never=1000000
modes=${CLAIMDESK_SAVE_EVERY:-"$never 7"}
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/debug
editor=$(ls -t "$target"/deps/kill-* | grep -v '\.d$' | head -1)
program=$target/claimdesk
work=$(mktemp -d)
mount=$work/mount
mkdir "$mount"
# Whoever builds meanwhile does not take the programs away.
cp "$editor" "$work/editor"; cp "$program" "$work/claimdesk"
editor=$work/editor program=$work/claimdesk
trap 'umount "$mount" 2>/dev/null || true; rm -rf "$work"' EXIT

# FS_IOC_SHUTDOWN (_IOR('X', 125, u32)) with 2: no flushing of anything.
shutdown_fs() { python3 -c 'import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack("I", 2))' "$1"; }

for kind in ext4 xfs; do
 for mode in $modes; do
  export CLAIMDESK_SAVE_EVERY=$mode
  what="a save after every ${mode}th edit"; [ "$mode" = "$never" ] && what="the journal alone"
  command -v "mkfs.$kind" >/dev/null || { echo "$kind: mkfs.$kind is not installed, skipped"; continue 2; }
  worst=0 failed=0
  for run in $(seq "$runs"); do
    rm -f "$work/image"; truncate -s 400M "$work/image"; "mkfs.$kind" -q "$work/image"
    mount -o loop "$work/image" "$mount" || { echo "$kind: this machine does not let loop images be mounted"; break 3; }
    cp "$root/projects/kursk-withdrawal.ron" "$mount/review.ron"
    sync
    # Each line gets the time at which it was said.
    "$editor" edit "$mount/review.ron" "$mount/state" 2>/dev/null > >(python3 -u -c 'import sys,time
for line in sys.stdin: print(time.monotonic_ns()//1000, line.split()[1])' >"$work/told") &
    editor_id=$!
    sleep "$((1 + RANDOM % 3)).$((RANDOM % 10))"
    cut=$(python3 -c 'import time; print(time.monotonic_ns()//1000)')
    shutdown_fs "$mount"
    kill -9 "$editor_id" 2>/dev/null || true
    wait "$editor_id" 2>/dev/null || true
    umount "$mount"
    mount -o loop "$work/image" "$mount"
    found=$(CLAIMDESK_HOME="$mount/state" timeout 20 "$editor" edit "$mount/review.ron" "$mount/state" 2>/dev/null | head -1 | cut -d" " -f2 || true)
    found=$((found - 1))
    # The age, at the cut, of the oldest edit that is missing.
    lost=$(awk -v cut="$cut" -v found="$found" '$2 > found && $1 <= cut { print int((cut - $1) / 1000); exit }' "$work/told")
    lost=${lost:-0}
    [ "$lost" -gt "$worst" ] && worst=$lost
    [ "$lost" -gt 1000 ] && failed=$((failed + 1))
    "$program" verify "$mount/review.ron" >/dev/null 2>&1 || "$program" list "$mount/review.ron" >/dev/null || failed=$((failed + 1))
    umount "$mount"
  done
  echo "$kind, $what: $runs cuts, $failed failed; the oldest edit that was lost was $worst ms old"
 done
done
