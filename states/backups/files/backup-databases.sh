#!/bin/sh
# Installed by Salt (states/backups). POSIX sh; needs gzip, awk, flock and mountpoint; docker for databases in containers.
set -u
umask 077

usage() {
  cat <<'USAGE'
Usage: backup-databases [--date DAY]

Dumps all databases of each MySQL or MariaDB that runs on this node, itself or in a container, to databases/NAME.sql.gz on the drive: NAME
is the node's, or that of the container's service without the stack's prefix. The first good dump of a week and of a month stays in
weekly/ and monthly/. Nothing runs: nothing is done.
  --date DAY      as if this day were today: "YYYY-MM-DD" or "YYYY-MM-DD HH:MM"

A dump is written beside the last one, read to its end, and only then takes its place. Settings: /etc/backups.conf.
Exit code 0: all done; 1: something failed; 2: wrong usage.
USAGE
}
wrong() { echo "backup-databases: $*; see backup-databases --help" >&2; exit 2; }

day=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit ;;
    --date) [ $# -gt 1 ] || wrong "--date needs a day"; day=$2; shift ;;
    *) wrong "there is no option $1" ;;
  esac
  shift
done
lib=${BACKUPS_LIB:-/usr/local/lib/backups}
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$lib/common.sh"

dump_on_node() { sh "$lib/databases.sh" dump "$1" "$DEFAULTS_FILE" 9>&-; }                # SOCKET
dump_in_container() { docker exec "$1" sh -c "$(cat "$lib/databases.sh")" sh dump 9>&-; } # ID

# Prints "TABLES COMPLETE STATUS" of what a dump holds.
looked_at() {
  { gzip -dc "$1"; status=$?; echo; echo "$status"; } |
    LC_ALL=C awk '/^CREATE TABLE/ { tables++ } /^-- Dump completed/ { complete = 1 } { last = $0 } END { print tables + 0, complete + 0, last }'
}

back_up() { # NAME OF COMMAND...
  name=$1 of=$2
  shift 2
  folder=databases
  if matches "$of" "$PER_NODE"; then folder=databases/$NODE; fi
  is_name "$name" || { outcome failed "$of" "no name for a dump is left of it"; return; }
  begin_folder "$folder" || { outcome failed "$of" "$folder cannot be written"; return; }
  before=$(told of "$folder/$name.info")
  if [ -n "$before" ] && [ "$before" != "$of" ]; then
    outcome failed "$of" "$folder/$name.sql.gz is of $before: give services their whole names (names: full), or remove $name.info"
    return
  fi
  part=$folder/.$name.$NODE.part
  status=$({ { "$@" 3>&-; echo "$?" >&3; } | gzip >"$part" || echo "gzip failed" >&3; } 3>&1)
  found=$(looked_at "$part")
  tables=${found%% *}
  if [ "$status" != 0 ]; then outcome failed "$of" "the dump ended with $(echo "$status" | tr '\n' ' '), the last one stays"
  elif [ "${found#* }" != "1 0" ]; then outcome failed "$of" "the new dump is not complete, the last one stays"
  else
    bytes=$(size_of "$part")
    {
      echo "of=$of"
      echo "node=$NODE"
      echo "finished=$now"
      echo "entries=$tables"
      echo "bytes=$bytes"
    } >"$part.info"
    if keep "$folder" "$name" .sql.gz "$part"; then outcome 'done' "$of" "$tables tables, $(human "$bytes")"
    else outcome failed "$of" "it could not be put in its place"; fi
  fi
  rm -f "$part" "$part.info"
}

# Lines "ID SERVICE" of containers that run a database.
containers() {
  docker ps --no-trunc --format '{{.ID}} {{.Label "com.docker.swarm.service.name"}} {{.Names}}' 2>/dev/null | while read -r id names; do
    if docker exec "$id" sh -c "$(cat "$lib/databases.sh")" sh is-running </dev/null >/dev/null 2>&1; then echo "$id ${names%% *}"; fi
  done
}
# Whether somebody listens at a socket: one that a killed server left behind is none.
listens() { [ -S "$1" ] && awk -v path="$1" '$4 == "00010000" && $NF == path { found = 1 } END { exit !found }' /proc/net/unix; }

read_settings
set_clock "$day"
if [ "$DATABASES" != 1 ]; then say "no databases are wanted here"; exit 0; fi
lock
found=''
for each in $SOCKETS; do if [ -z "$found" ] && listens "$each"; then found=$each; fi; done
in_containers=''
if has_docker; then in_containers=$(containers); fi
if [ -z "$found$in_containers" ]; then say "no database runs here"; exit 0; fi
open_drive
try_to_write
trap 'exit 1' INT TERM HUP
if [ -n "$found" ]; then back_up "$NODE" "$NODE" dump_on_node "$found"; fi
while read -r id service; do
  [ -n "$id" ] || continue
  back_up "$(short_name "$service")" "$service" dump_in_container "$id" </dev/null
done <<CONTAINERS
$in_containers
CONTAINERS
finish
