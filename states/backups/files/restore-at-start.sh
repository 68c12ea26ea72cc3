#!/bin/sh
# For images: brings a volume's files back at the first start of a container, then runs its command. POSIX sh; needs tar and gzip.
set -u

usage() {
  cat <<'USAGE'
Usage: restore-at-start COMMAND [ARGUMENT...]

Goes before an image's own entry point:
  COPY restore-at-start /usr/local/bin/
  ENTRYPOINT ["restore-at-start", "/docker-entrypoint.sh"]

Settings come from the environment, several volumes with a blank between them:
  RESTORE        NAME=DIRECTORY: the archive NAME.tar.gz is for what is mounted at DIRECTORY, e.g. "data=/var/lib/data"
  RESTORE_FROM   directory with the archives, mounted read-only (/backups/volumes)
  RESTORE_EMPTY  what happens where there is no archive: `begin` (default) with an empty volume, or `fail`

A directory that has files is left alone. Where the directory of the archives is not there, nothing is started: an empty volume would be taken for
the real one. A restore that was cut short begins anew at the next start.
USAGE
}

say() { echo "restore-at-start: $*" >&2; }
die() { say "$*"; exit 1; }
has_files() { [ -n "$(find "$1" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .restore-at-start 2>/dev/null | head -n 1)" ]; }

restore() { # NAME DIRECTORY
  case $1 in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9_.-]*) die "RESTORE: '$1' is no name of an archive" ;; esac
  [ -d "$2" ] || die "there is no directory $2 for $1"
  begun=$2/.restore-at-start
  if has_files "$2" && [ ! -e "$begun" ]; then return; fi
  archive=$from/$1.tar.gz
  if [ ! -f "$archive" ]; then
    [ ! -e "$begun" ] || die "$archive has gone while it was being restored"
    [ "${RESTORE_EMPTY:-begin}" = begin ] || die "there is no $archive"
    say "there is no $archive: $2 begins empty"
    return
  fi
  gzip -t "$archive" || die "$archive cannot be read to its end"
  : >"$begun" || die "$2 cannot be written"
  find "$2" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .restore-at-start -exec rm -rf {} + || die "$2 cannot be emptied"
  tar -xpzf "$archive" -C "$2" || die "$archive could not be unpacked"
  sync
  rm -f "$begun"
  say "$2 has what $archive holds"
}

case ${1:-} in
  -h | --help) usage; exit ;;
  '') say "a command is needed; see restore-at-start --help"; exit 2 ;;
  -*) say "there is no option $1; see restore-at-start --help"; exit 2 ;;
esac
from=${RESTORE_FROM:-/backups/volumes}
if [ -n "${RESTORE:-}" ]; then
  [ -d "$from" ] || die "there is no $from: is the drive mounted?"
  for each in $RESTORE; do
    case $each in *=/*) restore "${each%%=*}" "${each#*=}" ;; *) die "RESTORE: '$each' is not NAME=/DIRECTORY" ;; esac
  done
fi
exec "$@"
