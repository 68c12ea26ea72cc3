#!/bin/sh
# Installed by Salt (states/swarm). POSIX sh; needs docker, and openssl for invitations.
set -u
umask 077

config=/etc/docker/daemon.json
keys=/run/swarm-node
wait_seconds=${SWARM_WAIT_SECONDS:-60}

usage() {
  cat <<'USAGE'
Usage: swarm-node COMMAND

The engine of this node:
  configured JSON         whether daemon.json is this text, and the engine runs with it
  configure JSON          makes it so; a file that the engine does not start with is taken back
  answers                 waits until the engine answers
This node:
  is answering|active|manager|worker|none
  create [ADDRESS]        a new swarm with this node as its first manager
  member MANAGERS         whether it is in the swarm of these managers: host:port, commas between them
  key                     a new key of this node, for an invitation; prints its public half
  join MANAGERS SEALED [ADDRESS]   joins with an invitation
  leave                   leaves the swarm; a manager is to be demoted first
Other nodes (run on a manager; NODE is a hostname or an id):
  seal worker|manager KEY prints "MANAGERS SEALED" for the node that has the key
  role worker|manager NODE whether it is that
  promote NODE | demote NODE
  drain NODE | drained NODE        no new tasks, and waits until those that run are gone
  remove NODE [--force] | removed NODE   takes a node that has left out of the list
  check MANAGERS WORKERS [--now]   one Leader, all others Reachable, all workers Ready, and nobody else; names with commas

Waits at most SWARM_WAIT_SECONDS (60) for what takes time. Exit code 0: done or true; 1: failed or false; 2: wrong usage.
USAGE
}

log() { if command -v logger >/dev/null 2>&1; then logger -t swarm-node -- "$*"; fi; }
say() { echo "$*"; log "$*"; }
die() { echo "swarm-node: $*" >&2; log "failed: $*"; exit 1; }
wrong() { echo "swarm-node: $*; see swarm-node --help" >&2; exit 2; }

# What ends up in a message never carries a token.
quiet() { sed 's/SWMTKN-[0-9A-Za-z-]*/SWMTKN-.../g'; }

within() { # COMMAND...: until it holds
  left=$wait_seconds
  until "$@"; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 1))
    sleep 1
  done
}

# --- the engine ---

engine_runs() { docker info >/dev/null 2>&1; }
engine_service() {
  if [ -d /run/systemd/system ]; then systemctl "$1" docker; else service docker "$1"; fi
}
engine_comes_back() {
  engine_service restart >/dev/null 2>&1
  within engine_runs || return 1
  if [ -n "${was_manager:-}" ]; then within am_reachable || return 1; fi
}

answers() { within engine_runs || die "the engine does not answer: $(docker info 2>&1 | tail -n 1)"; }

configured() {
  [ -e "$config" ] && [ ! -e "$config.before" ] && [ "$(cat "$config")" = "$1" ]
}

configure() {
  if configured "$1"; then return; fi
  mkdir -p /etc/docker
  printf '%s\n' "$1" >"$config.new" || die "$config.new cannot be written"
  if dockerd --help 2>/dev/null | grep -q -- --validate; then
    found=$(dockerd --validate --config-file "$config.new" 2>&1) || { rm -f "$config.new"; die "not a valid daemon.json: $found"; }
  fi
  runs=
  was_manager=
  if engine_runs; then
    runs=1
    if is manager; then
      was_manager=1
      may_restart || { rm -f "$config.new"; die "the engine is not restarted: $why"; }
    fi
  fi
  # Kept until the engine is known to run with the new one: an interrupted run is found by it.
  if [ ! -e "$config.before" ]; then
    if [ -e "$config" ]; then cp -p "$config" "$config.before"; else : >"$config.before"; fi
  fi
  chmod 644 "$config.new"
  mv "$config.new" "$config"
  if [ -n "$runs" ] && ! engine_comes_back; then
    if [ -s "$config.before" ]; then cp -p "$config.before" "$config"; else rm -f "$config"; fi
    engine_comes_back || die "the engine starts neither with the new daemon.json nor with the old one, which is back"
    rm -f "$config.before"
    die "the engine does not start with this daemon.json; the old one is back"
  fi
  rm -f "$config.before"
  say "daemon.json is written${runs:+, the engine runs with it}"
}

# --- who is who ---

state() { docker info --format '{{.Swarm.LocalNodeState}}' 2>/dev/null; }
controls() { [ "$(docker info --format '{{.Swarm.ControlAvailable}}' 2>/dev/null)" = true ]; }
managers() { docker info --format '{{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}' 2>/dev/null; }

is() {
  case $1 in
    answering) engine_runs ;;
    active) [ "$(state)" = active ] ;;
    manager) is active && controls ;;
    worker) is active && ! controls ;;
    none) [ "$(state)" = inactive ] ;;
    *) wrong "there is no '$1'" ;;
  esac
}

# id hostname status, and of managers Leader, Reachable or Unreachable
nodes() { docker node ls --format '{{.ID}} {{.Hostname}} {{.Status}} {{.ManagerStatus}}'; }
am_reachable() { docker node inspect self --format '{{.ManagerStatus.Reachability}}' 2>/dev/null | grep -qx reachable; }

# Sets all, alive (managers that can vote), and mine: what the node $1 is, empty where there is none.
count_managers() {
  listed=$(nodes 2>&1) || { why="the managers have no quorum: $listed"; return 1; }
  all=$(printf '%s\n' "$listed" | awk 'NF > 3' | wc -l)
  alive=$(printf '%s\n' "$listed" | awk '$4 == "Leader" || $4 == "Reachable"' | wc -l)
  mine=$(printf '%s\n' "$listed" | awk -v node="$1" '$1 == node || $2 == node { print ($4 == "" ? "worker" : $4) }')
}

# Fewer than three managers cannot do without one; what they lose comes back with the engine.
stays_with_one_less() {
  count_managers - || return 1
  why="$alive of $all managers can be reached, and without this one the others would have no quorum"
  [ "$all" -lt 3 ] || [ $((alive - 1)) -ge $((all / 2 + 1)) ]
}
may_restart() { within stays_with_one_less; }

# --- this node as a member ---

create() {
  if is active; then say "is in a swarm already"; return; fi
  is none || die "this node cannot create a swarm: its engine says '$(state)'"
  # What init prints carries a token.
  found=$(docker swarm init ${1:+--advertise-addr "$1"} 2>&1) || die "$(printf %s "$found" | quiet)"
  say "a new swarm is created"
}

key() {
  mkdir -p "$keys" || die "$keys cannot be made"
  openssl genrsa -out "$keys/key.new" 2048 2>/dev/null || die "openssl makes no key"
  mv "$keys/key.new" "$keys/key"
  openssl rsa -in "$keys/key" -pubout -outform DER 2>/dev/null | openssl base64 -A
  echo
}

seal() {
  case $1 in worker | manager) ;; *) wrong "there is no role '$1'" ;; esac
  token=$(docker swarm join-token -q "$1" 2>&1) || die "$(printf %s "$token" | quiet)"
  mkdir -p "$keys"
  public=$(mktemp "$keys/public.XXXXXX") || die "no file in $keys"
  trap 'rm -f "$public"' EXIT
  { echo "-----BEGIN PUBLIC KEY-----"; printf %s "$2" | fold -w 64; echo; echo "-----END PUBLIC KEY-----"; } >"$public"
  sealed=$(printf %s "$token" | openssl pkeyutl -encrypt -pubin -inkey "$public" -pkeyopt rsa_padding_mode:oaep 2>/dev/null | openssl base64 -A)
  [ -n "$sealed" ] || die "'$2' is no public key"
  echo "$(managers | sed 's/ *$//; s/ /,/g') $sealed"
  log "an invitation as $1 is sealed"
}

member() {
  is active || return 1
  for each in $(managers); do
    case ",$1," in *",$each,"*) return 0 ;; esac
  done
  return 1
}

join() {
  if is active; then
    member "$1" && { say "is a member already"; return; }
    die "this node belongs to another swarm, whose managers are $(managers)(those of the invitation: $1); let it leave that one first"
  fi
  is none || die "this node cannot join: its engine says '$(state)'"
  [ -e "$keys/key" ] || die "this node has no key; it was restarted since: ask for a new invitation"
  token=$(printf %s "$2" | openssl base64 -d -A | openssl pkeyutl -decrypt -inkey "$keys/key" -pkeyopt rsa_padding_mode:oaep 2>/dev/null)
  rm -f "$keys/key"
  case $token in SWMTKN-*) ;; *) die "the invitation is not for the key of this node; ask for a new one" ;; esac
  tried=
  for each in $(echo "$1" | tr , ' '); do
    found=$(docker swarm join ${3:+--advertise-addr "$3"} --token "$token" "$each" 2>&1) && break
    tried="$tried $each: $(printf %s "$found" | quiet);"
    # It goes on in the background when it takes long.
    is none || break
  done
  within is active || die "could not join:$tried engine says '$(state)'"
  say "joined the swarm of $1"
}

leave() {
  if is none; then return; fi
  if is manager; then die "this node is a manager; demote it first"; fi
  found=$(docker swarm leave 2>&1) || die "$found"
  within is none || die "this node does not leave: its engine says '$(state)'"
  say "left the swarm"
}

# --- other nodes ---

is_worker() { count_managers "$1" && [ "$mine" = worker ]; }
is_reachable() { count_managers "$1" && { [ "$mine" = Leader ] || [ "$mine" = Reachable ]; }; }
known() {
  count_managers "$1" || die "$why"
  [ -n "$mine" ] || die "the swarm has no node $1"
}

role() { if [ "$1" = worker ]; then is_worker "$2"; else is_reachable "$2"; fi; }

promote() {
  known "$1"
  if [ "$mine" = worker ]; then
    docker node promote "$1" >/dev/null || die "$1 is not promoted"
  fi
  within is_reachable "$1" || die "$1 is promoted, but not reachable as a manager"
  say "$1 is a manager"
}

demote() {
  known "$1"
  if [ "$mine" = worker ]; then return; fi
  [ "$all" -gt 1 ] || die "$1 is the only manager"
  left=$alive
  [ "$mine" = Unreachable ] || left=$((alive - 1))
  [ "$left" -ge $(((all - 1) / 2 + 1)) ] ||
    die "$1 stays a manager: of the $((all - 1)) others only $left can be reached, which is no quorum"
  docker node demote "$1" >/dev/null || die "$1 is not demoted"
  within is_worker "$1" || die "$1 does not become a worker"
  say "$1 is a worker"
}

running() { docker node ps "$1" --format '{{.CurrentState}}' 2>/dev/null | grep -Eq '^(Running|Starting|Preparing|Ready|Assigned|Accepted)'; }
idle() { ! running "$1"; }
drained() { [ "$(docker node inspect "$1" --format '{{.Spec.Availability}}' 2>/dev/null)" = drain ] && idle "$1"; }
drain() {
  known "$1"
  docker node update --availability drain "$1" >/dev/null || die "$1 is not drained"
  # Tasks of a node that is down never end.
  [ "$(docker node inspect "$1" --format '{{.Status.State}}')" = down ] || within idle "$1" || die "$1 still has tasks"
  say "$1 is drained"
}

removed() { listed=$(nodes) || exit 1; ! printf '%s\n' "$listed" | awk -v node="$1" '$1 == node || $2 == node { found = 1 } END { exit !found }'; }
is_down() { [ "$(docker node inspect "$1" --format '{{.Status.State}}' 2>/dev/null)" = down ]; }
remove() {
  if removed "$1"; then return; fi
  known "$1"
  [ "$mine" = worker ] || die "$1 is a manager ($mine); demote it first"
  if [ "${2:-}" != --force ]; then
    within is_down "$1" || die "$1 has not left the swarm"
  fi
  docker node rm ${2:+"$2"} "$1" >/dev/null || die "$1 is not removed"
  say "$1 is removed"
}

# Prints what is not as wanted; true when there is nothing.
as_wanted() {
  listed=$(nodes 2>&1) || { echo "the managers have no quorum: $listed"; return 1; }
  printf '%s\n' "$listed" | awk -v managers="$1" -v workers="$2" '
    BEGIN {
      n = split(managers, list, ","); for (i = 1; i <= n; i++) if (list[i] != "") want[list[i]] = "manager"
      n = split(workers, list, ","); for (i = 1; i <= n; i++) if (list[i] != "") want[list[i]] = "worker"
    }
    function bad(text) { print text; wrong = 1 }
    {
      name = ($1 in want) ? $1 : $2
      if (!(name in want)) { bad($2 " (" $1 ", " $3 ") is not wanted in this swarm"); next }
      if (name in seen) { bad(name " is there twice: also as " $1 ", " $3); next }
      seen[name] = 1
      is = $4 == "" ? "worker" : "manager"
      if (is != want[name]) bad(name " is a " is ", and is to be a " want[name])
      if ($3 != "Ready") bad(name " is " $3)
      if ($4 == "Unreachable") bad(name " is a manager that cannot be reached")
      if ($4 == "Leader") leaders++
    }
    END {
      for (name in want) if (!(name in seen)) bad(name " is not in this swarm")
      if (leaders != 1) bad("there are " (leaders + 0) " leaders")
      exit wrong + 0
    }'
}
check() {
  if [ "${3:-}" = --now ]; then as_wanted "$1" "$2"; return; fi
  within as_wanted "$1" "$2" >/dev/null || die "the swarm is not as wanted: $(as_wanted "$1" "$2" | tr '\n' ';')"
  nodes
}

at_least() { [ "$2" -ge "$1" ] || wrong "too few arguments"; }

command=${1:---help}
[ $# -eq 0 ] || shift
case $command in
  -h | --help) usage ;;
  configure | configured | is | member | promote | demote | drain | drained | remove | removed) at_least 1 $#; "$command" "$@" ;;
  seal | role | join | check) at_least 2 $#; "$command" "$@" ;;
  answers | create | key | leave) "$command" "$@" ;;
  *) wrong "there is no command '$command'" ;;
esac
