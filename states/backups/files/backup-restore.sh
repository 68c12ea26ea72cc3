#!/bin/sh
# Installed by Salt (states/backups). POSIX sh; needs tar, gzip, awk, flock and mountpoint; docker where volumes or databases are its.
set -u
umask 077

usage() {
  cat <<'USAGE'
Usage: backup-restore list
       backup-restore volume NAME [--into VOLUME] [--replace] [--of WHICH] [--node NODE]
       backup-restore is-restored NAME [the same]
       backup-restore database NAME [--into CONTAINER] [--of WHICH] [--node NODE]

  list           what there is on the drive
  volume         unpacks volumes/NAME.tar.gz beside the volume, counts it, and lets it take the volume's place
  is-restored    whether just that was done, and the volume has files
  database       loads databases/NAME.sql.gz into the server of this node, or of a container
  --into         another volume than the one that it is of; the container of a database
  --replace      lets it take the place of a volume that has files
  --of WHICH     `old`, or what its name ends with in weekly/ or monthly/: 2026-11-23, 2026-11
  --node NODE    one of those that are kept a node (volumes/NODE/NAME.tar.gz)

Settings: /etc/backups.conf. Exit code 0: done; 1: failed, and the volume is as it was; 2: wrong usage.
USAGE
}
wrong() { echo "backup-restore: $*; see backup-restore --help" >&2; exit 2; }

verb=${1:---help}
[ $# -eq 0 ] || shift
case $verb in
  -h | --help) usage; exit ;;
  list | volume | is-restored | database) ;;
  *) wrong "there is no command '$verb'" ;;
esac
wanted='' into='' replace='' which='' of_node=''
while [ $# -gt 0 ]; do
  case $1 in
    --replace) replace=1 ;;
    --into | --of | --node)
      [ $# -gt 1 ] || wrong "$1 needs a value"
      case $1 in --into) into=$2 ;; --of) which=$2 ;; --node) of_node=$2 ;; esac
      shift
      ;;
    -*) wrong "there is no option $1" ;;
    *) [ -z "$wanted" ] || wrong "one name, not '$wanted' and '$1'"; wanted=$1 ;;
  esac
  shift
done
lib=${BACKUPS_LIB:-/usr/local/lib/backups}
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$lib/common.sh"

# Sets `archive` and `folder`.
find_archive() { # KIND SUFFIX
  is_name "$wanted" || wrong "'$wanted' is no name of an archive"
  if [ -n "$of_node" ]; then is_name "$of_node" || wrong "'$of_node' is no node"; fi
  folder=$1${of_node:+/$of_node}
  case $which in
    '') archive=$folder/$wanted$2 ;;
    old) archive=$folder/$wanted$2.old ;;
    [0-9][0-9][0-9][0-9]-[0-9][0-9]) archive=$folder/monthly/$wanted-$which$2 ;;
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) archive=$folder/weekly/$wanted-$which$2 ;;
    *) wrong "--of is 'old', a day of weekly/, or a month of monthly/" ;;
  esac
  [ -f "$archive" ] || die "there is no $archive on the drive; backup-restore list shows what there is"
}

list() {
  printf '%-40s %-28s %-16s %10s %10s  %s\n' ARCHIVE OF NODE ENTRIES SIZE FINISHED
  for kind in "volumes .tar.gz" "databases .sql.gz"; do
    suffix=${kind#* }
    find "${kind% *}" -type f \( -name "*$suffix" -o -name "*$suffix.old" \) ! -name '.*' 2>/dev/null | sort | while read -r each; do
      info=${each%"$suffix"}.info
      base=${each##*/}
      finished=$(stat -c %Y "$each")
      if is_told "${each%/*}" "${base%"$suffix"}" "$suffix"; then finished=$(told finished "$info"); else info=/dev/null; fi
      printf '%-40s %-28s %-16s %10s %10s  %s\n' "$each" "$(told of "$info")" "$(told node "$info")" "$(told entries "$info")" \
        "$(human "$(size_of "$each")")" "$(date -d "@$finished" '+%Y-%m-%d %H:%M')"
    done
  done
}

# Sets `volume` and `identity`: what a restored volume is known by.
find_volume() {
  find_archive volumes .tar.gz
  volume=$into
  if [ -z "$volume" ]; then
    volume=$(told of "$folder/$wanted.info")
    [ -n "$volume" ] || die "nothing tells which volume $archive is of: give --into"
  fi
  is_name "$volume" || wrong "'$volume' is no name of a volume"
  identity="$archive $(size_of "$archive") $(stat -c %Y "$archive")"
}
has_files() { [ -n "$(find "$1" -mindepth 1 -maxdepth 1 ! -name lost+found 2>/dev/null | head -n 1)" ]; }
is_restored() { has_files "$VOLUMES/$volume/_data" && [ "$(cat "$VOLUMES/$volume/.restored" 2>/dev/null)" = "$identity" ]; }

restore_volume() {
  place=$VOLUMES/$volume
  # A run that was killed between two renames.
  if [ ! -d "$place/_data" ] && [ -d "$place/_data.before" ]; then mv "$place/_data.before" "$place/_data"; fi
  if has_files "$place/_data" && [ -z "$replace" ]; then die "volume $volume has files: nothing is done without --replace"; fi
  gzip -t "$archive" || die "$archive cannot be read to its end"
  if has_docker; then
    if is_in_use "$volume"; then die "volume $volume is in use: stop its containers first"; fi
    docker volume create "$volume" >/dev/null || die "docker makes no volume $volume"
  else
    log "no engine answers: the volume is a directory"
    mkdir -p "$place/_data"
  fi
  rm -rf "$place/_data.new" "$place/_data.before"
  mkdir "$place/_data.new" || die "$place cannot be written"
  tar -xpzf "$archive" -C "$place/_data.new" 9>&- || { rm -rf "$place/_data.new"; die "$archive could not be unpacked: the volume is as it was"; }
  rm -f "$place/.restored"
  settle
  if ! { mv "$place/_data" "$place/_data.before" && mv "$place/_data.new" "$place/_data"; }; then
    [ -d "$place/_data" ] || mv "$place/_data.before" "$place/_data"
    die "$place/_data could not be put in its place"
  fi
  rm -rf "$place/_data.before"
  echo "$identity" >"$place/.restored"
  settle
  say "volume $volume has what $archive holds: $(find "$place/_data" | wc -l | tr -d ' ') entries"
}

restore_database() {
  find_archive databases .sql.gz
  gzip -t "$archive" || die "$archive cannot be read to its end"
  gzip -dc "$archive" | tail -n 1 | grep -q '^-- Dump completed' || die "$archive is not complete"
  if [ -n "$into" ]; then
    container=$(docker ps -q --filter "name=$into" | head -n 1)
    [ -n "$container" ] || die "no container $into runs here"
    set -- docker exec -i "$container" sh -c "$(cat "$lib/databases.sh")" sh load
  else
    server=''
    for each in $SOCKETS; do if [ -z "$server" ] && [ -S "$each" ]; then server=$each; fi; done
    [ -n "$server" ] || die "no server runs on this node: give --into for one in a container"
    set -- sh "$lib/databases.sh" load "$server" "$DEFAULTS_FILE"
  fi
  gzip -dc "$archive" | "$@" 9>&- || die "$archive could not be loaded whole"
  say "$archive is loaded"
}

read_settings
set_clock ""
case $verb in
  list) open_drive; list; exit ;;
  is-restored) open_drive; find_volume; is_restored; exit ;;
esac
lock
open_drive
case $verb in
  volume) find_volume; restore_volume ;;
  database) restore_database ;;
esac
