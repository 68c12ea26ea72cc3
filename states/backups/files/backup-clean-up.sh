#!/bin/sh
# Installed by Salt (states/backups). POSIX sh; needs docker, flock and mountpoint.
set -u
umask 077

usage() {
  cat <<'USAGE'
Usage: backup-clean-up [--date DAY] [--dry-run]

Removes what Docker does not use on this node: containers that have ended, networks and images, and volumes that no container uses. A volume goes
only when a good archive of it is young enough (FRESH_HOURS), nothing in it is newer than that archive, and the clean-up before this one found
it unused as well.
  --date DAY      as if this day were today: "YYYY-MM-DD" or "YYYY-MM-DD HH:MM"
  --dry-run       says what it would remove

Settings: /etc/backups.conf. Exit code 0: all done, volumes that have to stay included; 1: something failed; 2: wrong usage.
USAGE
}
wrong() { echo "backup-clean-up: $*; see backup-clean-up --help" >&2; exit 2; }

day='' dry=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit ;;
    --dry-run) dry=1 ;;
    --date) [ $# -gt 1 ] || wrong "--date needs a day"; day=$2; shift ;;
    *) wrong "there is no option $1" ;;
  esac
  shift
done
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BACKUPS_LIB:-/usr/local/lib/backups}/common.sh"

# Prints why a volume has to stay; nothing: it can go.
why_it_stays() { # VOLUME
  if matches "$1" "$KEEP_VOLUMES"; then echo "the settings keep it"; return; fi
  name=$(short_name "$1")
  archive=''
  for folder in volumes "volumes/$NODE"; do
    if is_fresh "$folder" "$name" .tar.gz "$1"; then archive=$folder/$name.tar.gz; fi
  done
  if [ -z "$archive" ]; then echo "no good archive of it is younger than $FRESH_HOURS h"; return; fi
  newer=$(find "$VOLUMES/$1/_data" -newer "$archive" 2>/dev/null | head -n 1)
  if [ -n "$newer" ]; then echo "it was written to after its archive was made"; return; fi
  gzip -t "$archive" 2>/dev/null || { echo "its archive cannot be read to its end"; return; }
  if ! grep -Fqx "$1" "$state/unused" 2>/dev/null; then echo "it was still in use at the clean-up before"; fi
}

read_settings
set_clock "$day"
has_docker || { say "no engine answers here: nothing to clean up"; exit 0; }
lock
mkdir -p "$state" || die "$state cannot be made"
if [ "$PRUNE" = 1 ]; then
  all=''
  [ "$PRUNE_ALL" != 1 ] || all=-a
  if [ -n "$dry" ]; then outcome skipped prune "would run docker system prune $all"
  elif pruned=$(docker system prune ${all:+"$all"} -f 2>&1); then outcome 'done' prune "$(echo "$pruned" | tail -n 1)"
  else outcome failed prune "$(echo "$pruned" | tail -n 1)"; fi
fi
if [ "$REMOVE_VOLUMES" = 1 ]; then
  open_drive
  unused=$(docker volume ls -q --filter dangling=true) || die "docker does not tell which volumes are unused"
  for each in $unused; do
    volume=$each
    reason=$(why_it_stays "$volume")
    if [ -n "$reason" ]; then outcome skipped "$volume" "stays: $reason"
    elif [ -n "$dry" ]; then outcome skipped "$volume" "would be removed"
    # Docker itself refuses one that a container has begun to use.
    elif docker volume rm "$volume" >/dev/null 2>&1; then outcome 'done' "$volume" removed
    else outcome skipped "$volume" "stays: docker does not remove it"; fi
  done
  if [ -z "$dry" ]; then printf '%s\n' "$unused" >"$state/unused.new" && mv -f "$state/unused.new" "$state/unused"; fi
  finish
else
  [ "$failures" = 0 ] || exit 1
fi
