# shellcheck shell=sh
# Runs where a database does: on the node, or by `docker exec` in its container. Installed by Salt (states/backups).
# Arguments: is-running | dump | load, [socket], [file with user and password]. Passwords come from the container's environment, and go to
# the client through a pipe: they are in no command line and in no file.
set -u
umask 077
verb=${1:-} socket=${2:-} defaults_file=${3:-}

fail() { echo "databases: $*" >&2; exit 1; }
first_of() { for each; do command -v "$each" 2>/dev/null && return; done; return 1; }
secret() { # NAME: its value, or the text of the file that NAME_FILE names
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  # shellcheck disable=SC2154  # Set by eval.
  if [ -z "$value" ] && [ -n "$file" ]; then value=$(cat "$file") || return 1; fi
  printf '%s' "$value"
}

is_running() {
  for each in /proc/[0-9]*/comm; do
    case $(cat "$each" 2>/dev/null) in mysqld | mariadbd) return 0 ;; esac
  done
  return 1
}

password=''
if [ -z "$defaults_file" ]; then
  for each in MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD; do
    [ -n "$password" ] || password=$(secret "$each") || fail "the file of $each cannot be read"
  done
fi
ask() { # PROGRAM ARGUMENT...
  asked=$1
  shift
  [ -z "$socket" ] || set -- "--socket=$socket" "$@"
  if [ -n "$defaults_file" ]; then "$asked" --defaults-extra-file="$defaults_file" "$@"
  elif [ -n "$password" ]; then
    quoted=$(printf '%s' "$password" | sed 's/[\\"]/\\&/g')
    "$asked" --defaults-extra-file=/dev/fd/3 "$@" 3<<DEFAULTS
[client]
user=root
password="$quoted"
DEFAULTS
  else "$asked" "$@"; fi
}

client=$(first_of mariadb mysql) || client=''
case $verb in
  is-running) is_running ;;
  dump)
    [ -n "$client" ] || fail "there is no mariadb or mysql here"
    dump=$(first_of mariadb-dump mysqldump) || fail "there is no mariadb-dump or mysqldump here"
    # Tables without transactions are only consistent while nobody writes.
    locked=$(ask "$client" -N -B -e "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB'
      AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')") || fail "the server does not answer"
    if [ "$locked" = 0 ]; then way=--single-transaction; else way=--lock-all-tables; fi
    set -- "$way" --all-databases --quick --routines --events --triggers --hex-blob --flush-privileges --default-character-set=utf8mb4
    if "$dump" --help 2>/dev/null | grep -q set-gtid-purged; then set -- "$@" --set-gtid-purged=OFF; fi
    ask "$dump" "$@"
    ;;
  load)
    [ -n "$client" ] || fail "there is no mariadb or mysql here"
    ask "$client" --default-character-set=utf8mb4
    ;;
  *) fail "there is no '$verb'" ;;
esac
