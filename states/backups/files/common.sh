# shellcheck shell=sh
# shellcheck disable=SC2034  # Most of it is used by the scripts.
# What the backup scripts share. Installed by Salt (states/backups).

# Values of /etc/backups.conf.
DRIVE='' MUST_BE_MOUNTED=1 MARKER='' NODE='' VOLUMES=/var/lib/docker/volumes PATTERNS='*' EXCLUDE='' PER_NODE='' NAMES=short
WEEK_STARTS_ON=1 KEEP_WEEKLY=2 KEEP_MONTHLY=2 KEEP_OLD=0 FRESH_HOURS=36
DATABASES=1 SOCKETS='/run/mysqld/mysqld.sock /var/lib/mysql/mysql.sock' DEFAULTS_FILE='' PRUNE=1 PRUNE_ALL=1 REMOVE_VOLUMES=1 KEEP_VOLUMES=''

program=${0##*/}
program=${program%.sh}
locks=${BACKUPS_LOCKS:-/run/lock}
state=${BACKUPS_STATE:-/var/lib/backups}

log() { if command -v logger >/dev/null 2>&1; then logger -t "$program" -- "$*"; fi; }
say() { echo "$*"; log "$*"; }
complain() { echo "$program: $*" >&2; log "failed: $*"; }
die() { complain "$*"; exit 1; }

is_name() { case $1 in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9_.-]*) return 1 ;; esac; }
is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac; }
matches() { # NAME GLOBS: whether one of them fits
  name_to_match=$1
  set -f
  # shellcheck disable=SC2086  # Patterns have no spaces.
  set -- $2
  set +f
  for glob; do
    # shellcheck disable=SC2254  # A pattern is meant.
    case $name_to_match in $glob) return 0 ;; esac
  done
  return 1
}

read_settings() {
  settings=${BACKUPS_SETTINGS:-/etc/backups.conf}
  [ -f "$settings" ] || die "there is no $settings: apply the state backups"
  # shellcheck source=/dev/null
  . "$settings"
  case $DRIVE in /*) ;; *) die "$settings: DRIVE is to be an absolute path" ;; esac
  case $NODE in weekly | monthly) die "$settings: NODE cannot be $NODE" ;; esac
  is_name "$NODE" || die "$settings: NODE is to be a name of letters, digits, _, . and -"
  for each in "$WEEK_STARTS_ON" "$KEEP_WEEKLY" "$KEEP_MONTHLY" "$FRESH_HOURS"; do
    is_number "$each" || die "$settings: '$each' is no number"
  done
}

# The day of this run: "YYYY-MM-DD" or "YYYY-MM-DD HH:MM"; empty: now.
set_clock() {
  now=$(date -d "${1:-@$(date +%s)}" +%s 2>/dev/null) || die "'$1' is no date"
  month=$(date -d "@$now" +%Y-%m)
  back=$((($(date -d "@$now" +%u) - WEEK_STARTS_ON + 7) % 7))
  # Seen from noon, so that days of 23 or 25 hours do not matter.
  noon=$(date -d "$(date -d "@$now" +%Y-%m-%d) 12:00" +%s)
  week=$(date -d "@$((noon - back * 86400))" +%Y-%m-%d)
}

# One run on a node. Programs that it started hold the lock too: what outlived a killed run is not disturbed.
lock() {
  mkdir -p "$locks" || die "$locks cannot be made"
  exec 9>"$locks/backups.lock" || die "$locks/backups.lock cannot be written"
  flock -n 9 || die "another run of the backups is at work on this node"
}

# Makes the drive the working directory. From then on all paths are relative to it: whatever becomes of the mount, nothing is written
# into the empty directory that it was mounted at.
open_drive() {
  # The lock is not for who watches: busybox' timeout leaves one behind.
  timeout -s KILL 60 stat "$DRIVE/." >/dev/null 2>&1 9>&- || die "the drive does not answer, or there is no $DRIVE"
  cd "$DRIVE" 2>/dev/null || die "there is no $DRIVE"
  is_drive || die "no drive is mounted at $DRIVE: nothing is read or written there"
  if [ -n "$MARKER" ] && [ ! -f "$MARKER" ]; then die "what is mounted at $DRIVE is another drive: it has no $MARKER"; fi
}
is_drive() {
  [ "$MUST_BE_MOUNTED" = 1 ] || return 0
  mountpoint -q "$DRIVE" && [ "$(stat -c %d:%i . 2>/dev/null)" = "$(stat -c %d:%i "$DRIVE" 2>/dev/null)" ]
}
try_to_write() {
  rm -rf ".probe.$NODE" 2>/dev/null
  { mkdir ".probe.$NODE" && rmdir ".probe.$NODE"; } 2>/dev/null || die "the drive at $DRIVE cannot be written"
}

# What is written to a file name is there after a power cut.
settle() { sync "$@" 2>/dev/null || sync; }

# --- archives: FOLDER/NAME.SUFFIX, and FOLDER/NAME.info with what it is of ---

short_name() { if [ "$NAMES" = short ]; then echo "${1#*_}"; else echo "$1"; fi; }
told() { sed -n "s/^$1=//p" "$2" 2>/dev/null; } # KEY INFO
size_of() { stat -c %s "$1" 2>/dev/null || echo 0; }

# Whether an archive is the one that its info tells of.
is_told() { # FOLDER NAME SUFFIX
  [ -f "$1/$2.info" ] && [ -f "$1/$2$3" ] && [ "$(told bytes "$1/$2.info")" = "$(size_of "$1/$2$3")" ]
}
# Whether there is a proven archive of OF on this node, young enough.
is_fresh() { # FOLDER NAME SUFFIX OF
  is_told "$1" "$2" "$3" || return 1
  [ "$(told of "$1/$2.info")" = "$4" ] && [ "$(told node "$1/$2.info")" = "$NODE" ] || return 1
  age=$((now - $(told finished "$1/$2.info")))
  [ "$age" -ge -3600 ] && [ "$age" -le $((FRESH_HOURS * 3600)) ]
}

begin_folder() { mkdir -p "$1/weekly" "$1/monthly" && rm -f "$1"/.*."$NODE".part "$1"/.*."$NODE".part.info "$1"/*/.*."$NODE".part; }

# Puts a proven file into the place of the last one, by a rename: there is a good archive at every moment.
keep() { # FOLDER NAME SUFFIX PART
  settle "$4" || return 1
  # The drive may have gone while this was written.
  is_drive || return 1
  if [ "$KEEP_OLD" = 1 ] && [ -f "$1/$2$3" ]; then
    copy "$1/$2$3" "$1/$2$3.old" || return 1
  fi
  mv -f "$4" "$1/$2$3" || return 1
  mv -f "$4.info" "$1/$2.info" || return 1
  settle "$1"
  keep_for weekly "$1" "$2" "$3" "$week" "$KEEP_WEEKLY" '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' &&
    keep_for monthly "$1" "$2" "$3" "$month" "$KEEP_MONTHLY" '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
}
# The first good one of a week or a month stays for longer: no second space where the drive has hard links.
copy() {
  ln -f "$1" "$2" 2>/dev/null && return
  copied=${2%/*}/.${2##*/}.$NODE.part
  { cp "$1" "$copied" && settle "$copied" && mv -f "$copied" "$2"; } || { rm -f "$copied"; return 1; }
}
keep_for() { # KIND FOLDER NAME SUFFIX PERIOD COUNT GLOB
  [ "$6" -gt 0 ] || return 0
  kind_count=$6 kind=$1 kept=$2/$1/$3
  if [ ! -f "$kept-$5$4" ]; then
    copy "$2/$3$4" "$kept-$5$4" || { complain "$3: its copy for $kind could not be written"; return 1; }
  fi
  # shellcheck disable=SC2231  # The last part is a pattern.
  for each in "$kept"-$7"$4"; do [ -f "$each" ] && echo "$each"; done | sort -r | while read -r each; do
    if [ "$kind_count" -gt 0 ]; then kind_count=$((kind_count - 1)); else rm -f "$each"; fi
  done
}

# --- Docker ---

has_docker() { command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1; }
is_in_use() { [ -n "$(docker ps -q --no-trunc --filter "volume=$1" 2>/dev/null)" ]; }

# --- what a run comes to ---

failures=0 done_count=0 skipped_count=0
outcome() { # done|skipped|failed NAME TEXT
  printf '%-8s %-28s %s\n' "$1" "$2" "$3"
  log "$1 $2: $3"
  case $1 in
    failed) failures=$((failures + 1)) ;;
    skipped) skipped_count=$((skipped_count + 1)) ;;
    *) done_count=$((done_count + 1)) ;;
  esac
}
finish() {
  is_drive || { complain "the drive at $DRIVE went away during the run"; failures=$((failures + 1)); }
  summary="$done_count done, $skipped_count skipped, $failures failed"
  [ "$failures" = 0 ] || die "$summary"
  say "$summary"
}
human() { awk -v n="$1" 'BEGIN { split("B KiB MiB GiB TiB", unit); i = 1; while (n >= 1024 && i < 5) { n /= 1024; i++ } printf (i == 1 ? "%d %s" : "%.1f %s"), n, unit[i] }'; }
