#!/bin/sh
# Installed by Salt (states/backups). POSIX sh; needs tar, gzip, awk, flock and mountpoint.
set -u
umask 077

usage() {
  cat <<'USAGE'
Usage: backup-volumes [--date DAY] [--allow-empty] [VOLUME...]

Puts the volumes of this node (all that the settings name, or these) on the drive, as volumes/NAME.tar.gz: NAME is the volume's name
without the stack's prefix. The first good archive of a week and of a month stays in weekly/ and monthly/.
  --date DAY      as if this day were today: "YYYY-MM-DD" or "YYYY-MM-DD HH:MM"
  --allow-empty   lets an empty volume take the place of an archive with files

An archive is written beside the last one, read to its end and counted, and only then takes its place. A volume that fails does not keep the
others from their turn. Settings: /etc/backups.conf.
Exit code 0: all done; 1: something failed; 2: wrong usage.
USAGE
}
wrong() { echo "backup-volumes: $*; see backup-volumes --help" >&2; exit 2; }

day='' allow_empty='' only=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit ;;
    --date) [ $# -gt 1 ] || wrong "--date needs a day"; day=$2; shift ;;
    --allow-empty) allow_empty=1 ;;
    -*) wrong "there is no option $1" ;;
    *) only="$only $1" ;;
  esac
  shift
done
# shellcheck source-path=SCRIPTDIR source=common.sh
. "${BACKUPS_LIB:-/usr/local/lib/backups}/common.sh"

tar_options='' is_gnu=''
if tar --version 2>/dev/null | grep -q GNU; then
  is_gnu=1
  tar_options="--numeric-owner --one-file-system --sparse"
  for each in --acls --xattrs --xattrs-include='*'; do
    if tar "$each" -cf /dev/null -C / --files-from=/dev/null 2>/dev/null; then tar_options="$tar_options $each"; fi
  done
fi

# Prints how many names a command wrote, and how it ended: "COUNT STATUS".
counted() { { LC_ALL=C "$@"; echo "$?"; } | awk '{ last = $0 } END { print NR - 1, last }'; }
proven() { [ "$(counted tar -tzf "$1")" = "$2 0" ] && gzip -t "$1"; }

# Sets `entries` and `changed`. GNU tar ends with 1 when a file changed while it was read, busybox' where anything went wrong.
write_archive() { # SOURCE PART
  changed=no
  for try in 1 2; do
    rm -f "$2"
    set -f
    # shellcheck disable=SC2086  # Options without spaces.
    entries=$(counted tar $tar_options -czvf "$2" -C "$1" . 9>&-)
    set +f
    status=${entries#* } entries=${entries% *}
    case $status in
      0) return ;;
      1) [ -n "$is_gnu" ] || return 1; changed=yes ;;
      *) return 1 ;;
    esac
    [ "$try" = 2 ] || log "files changed while they were read: once more"
  done
}

# Where the archive of a volume belongs: prints the folder.
folder_of() { # VOLUME NAME
  if matches "$1" "$PER_NODE"; then echo "volumes/$NODE"; return; fi
  if [ -f "volumes/$2.info" ] && [ "$(told node "volumes/$2.info")" != "$NODE" ] && ! is_in_use "$1"; then
    # It was left behind by a stack that runs elsewhere, and must not take the place of that one's.
    echo "volumes/$NODE"
    return
  fi
  echo volumes
}

back_up() { # VOLUME
  name=$(short_name "$1")
  source=$VOLUMES/$1/_data
  is_name "$name" || { outcome failed "$1" "no name for an archive is left of it"; return; }
  [ -d "$source" ] || { outcome failed "$1" "there is no $source"; return; }
  if grep -q '"MountDevice":"[^"]' "$VOLUMES/$1/opts.json" 2>/dev/null; then
    outcome skipped "$1" "its data is on a device of its own"
    return
  fi
  if [ -f "volumes/$name.info" ] && [ "$(told node "volumes/$name.info")" != "$NODE" ] && ! has_docker; then
    outcome failed "$1" "its archive is of $(told node "volumes/$name.info"), and the engine does not tell whether it is in use here"
    return
  fi
  folder=$(folder_of "$1" "$name")
  begin_folder "$folder" || { outcome failed "$1" "$folder cannot be written"; return; }
  info=$folder/$name.info
  of=$(told of "$info")
  if [ -n "$of" ] && [ "$of" != "$1" ]; then
    outcome failed "$1" "$folder/$name.tar.gz is of $of: give volumes their whole names (names: full), or remove $name.info"
    return
  fi
  part=$folder/.$name.$NODE.part
  touch "$locks/backups.begun" || { outcome failed "$1" "$locks cannot be written"; return; }
  if ! write_archive "$source" "$part"; then
    outcome failed "$1" "tar ended with $status, the last archive stays"
  elif ! proven "$part" "$entries"; then
    outcome failed "$1" "the new archive cannot be read to its end, the last one stays"
  elif [ "$entries" -le 1 ] && [ -z "$allow_empty" ] && [ -f "$folder/$name.tar.gz" ] && [ "$(told entries "$info")" != 1 ]; then
    outcome failed "$1" "it is empty, and its archive is not: the archive stays (--allow-empty)"
  else
    # As old as the moment before the first file was read: what is newer in the volume is not in it.
    touch -r "$locks/backups.begun" "$part"
    {
      echo "of=$1"
      echo "node=$NODE"
      echo "finished=$now"
      echo "entries=$entries"
      echo "bytes=$(size_of "$part")"
      echo "changed=$changed"
    } >"$part.info"
    bytes=$(size_of "$part")
    note=''
    [ "$changed" = no ] || note=', files changed while they were read'
    [ "$folder" = volumes ] || note="$note, in $folder"
    if keep "$folder" "$name" .tar.gz "$part"; then outcome 'done' "$1" "$entries entries, $(human "$bytes")$note"
    else outcome failed "$1" "it could not be put in its place"; fi
  fi
  rm -f "$part" "$part.info"
}

read_settings
set_clock "$day"
lock
[ -d "$VOLUMES" ] || die "there is no $VOLUMES"
open_drive
try_to_write
trap 'exit 1' INT TERM HUP
for each in $only; do [ -d "$VOLUMES/$each" ] || die "there is no volume $each"; done
for each in "$VOLUMES"/*/; do
  each=${each%/}
  each=${each##*/}
  [ -d "$VOLUMES/$each" ] || continue
  if [ -n "$only" ]; then matches "$each" "$only" || continue
  else
    # Volumes without a name of their own are named by 64 hexadecimal digits.
    if [ "${#each}" = 64 ] && ! matches "$each" '*[!0-9a-f]*'; then continue; fi
    matches "$each" "$PATTERNS" || continue
    if matches "$each" "$EXCLUDE"; then continue; fi
  fi
  back_up "$each"
done
finish
