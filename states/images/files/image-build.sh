#!/bin/sh
# Installed by Salt (states/images). POSIX sh; needs docker, awk and flock.
set -u

settings=${IMAGE_BUILD_SETTINGS:-/etc/image-build.conf}
queues=${IMAGE_BUILD_QUEUES:-/var/lib/image-build}
FOLDER='' REGISTRY='' ARCH='' WAIT_SECONDS=21600

usage() {
  cat <<'USAGE'
Usage: image-build COMMAND

Images are folders with a Dockerfile under FOLDER; each becomes REGISTRY/ARCH/NAME (settings: /etc/image-build.conf).
  bases NAME              images of this folder that NAME is built from, by its FROM and COPY --from lines
  order [NAME...]         all images, or these and what they are built from: each after its bases; a circle is an error
  build NAME              builds, pushes the tags of today and `latest`, removes the local tags
The list of a run, kept on one node:
  plan RUN [NAME...]      makes it
  count RUN               how many images it has
  claim RUN NODE          waits until an image is ready to be built, notes that NODE builds it, and prints it; nothing: all are settled
  take RUN NODE           the same, told as Salt's stateful scripts do: changed is whether there is an image
  current RUN NODE        what NODE builds
  report RUN NAME done|failed   how it ended
  gone RUN NODE           NODE has died: what it builds is for others, and it gets no more
  summary RUN             a line an image; fails if one was not built

Exit code 0: done; 1: failed; 2: wrong usage.
USAGE
}

log() { if command -v logger >/dev/null 2>&1; then logger -t image-build -- "$*"; fi; }
die() { echo "image-build: $*" >&2; log "failed: $*"; exit 1; }
wrong() { echo "image-build: $*; see image-build --help" >&2; exit 2; }

# --- what is built from what ---

# References of the images that a Dockerfile uses, variables filled in; stages of its own are left out.
references() {
  awk -v registry="$REGISTRY" -v arch="$ARCH" '
    function filled(text,   out, name, rest, fallback) {
      out = ""
      while (match(text, /\$(\{[A-Za-z_][A-Za-z_0-9]*(:-[^}]*)?\}|[A-Za-z_][A-Za-z_0-9]*)/)) {
        out = out substr(text, 1, RSTART - 1)
        name = substr(text, RSTART + 1, RLENGTH - 1)
        text = substr(text, RSTART + RLENGTH)
        gsub(/[{}]/, "", name)
        fallback = ""
        rest = index(name, ":-")
        if (rest) { fallback = substr(name, rest + 2); name = substr(name, 1, rest - 1) }
        out = out (value[name] == "" ? fallback : value[name])
      }
      return out text
    }
    function use(reference) { if (!(tolower(reference) in stage) && reference !~ /^[0-9]+$/) print reference }
    BEGIN { value["REGISTRY"] = registry; value["ARCH"] = arch; given["REGISTRY"] = given["ARCH"] = 1 }
    { sub(/\r$/, "") }
    /^[ \t]*#/ { next }
    { line = line $0 }
    line ~ /\\[ \t]*$/ { sub(/\\[ \t]*$/, " ", line); next }
    {
      n = split(line, word, /[ \t]+/); line = ""
      first = word[1] == "" ? 2 : 1
      verb = toupper(word[first])
      # Only an ARG before the first FROM counts for FROM.
      if (verb == "ARG" && !seen) for (i = first + 1; i <= n; i++) {
        at = index(word[i], "=")
        name = at ? substr(word[i], 1, at - 1) : word[i]
        text = at ? substr(word[i], at + 1) : ""
        gsub(/^["\047]|["\047]$/, "", text)
        if (!(name in given)) value[name] = filled(text)
      }
      if (verb == "FROM") {
        seen = 1
        i = first + 1
        while (i <= n && word[i] ~ /^--/) i++
        use(filled(word[i]))
        if (toupper(word[i + 1]) == "AS") stage[tolower(word[i + 2])] = 1
      }
      if (verb == "COPY") for (i = first + 1; i <= n && word[i] ~ /^--/; i++)
        if (word[i] ~ /^--from=/) use(filled(substr(word[i], 8)))
    }' "$1"
}

bases() {
  [ -f "$FOLDER/$1/Dockerfile" ] || die "there is no $FOLDER/$1/Dockerfile"
  references "$FOLDER/$1/Dockerfile" | while read -r reference; do
    case $reference in "$REGISTRY/$ARCH/"*) ;; *) continue ;; esac
    base=${reference#"$REGISTRY/$ARCH/"}
    base=${base%%@*}
    base=${base%%:*}
    # What has no folder is in the registry already.
    if [ -f "$FOLDER/$base/Dockerfile" ]; then echo "$base"; fi
  done | sort -u
}

names() {
  for each in "$FOLDER"/*/Dockerfile; do
    [ -f "$each" ] || continue
    each=${each%/Dockerfile}
    echo "${each##*/}"
  done
}

# Lines "name base base ...", each after the lines of its bases.
order() {
  [ -d "$FOLDER" ] || die "there is no folder $FOLDER"
  for each in "$@"; do [ -f "$FOLDER/$each/Dockerfile" ] || die "there is no $FOLDER/$each/Dockerfile"; done
  all=$(for each in $(names); do echo "$each" "$(bases "$each" | tr '\n' ' ')"; done)
  printf '%s\n' "$all" | awk -v wanted="$*" '
    function visit(name, way,   list, n, i) {
      if (done[name]) return
      if (under[name]) { print "a circle:" way " " name > "/dev/stderr"; failed = 1; exit 1 }
      under[name] = 1
      n = split(bases[name], list, " ")
      for (i = 1; i <= n; i++) { visit(list[i], way " " name); if (failed) return }
      done[name] = 1
      print name (bases[name] == "" ? "" : " " bases[name])
    }
    NF { name = $1; $1 = ""; sub(/^ +/, ""); bases[name] = $0; names[++count] = name }
    END {
      if (failed) exit 1
      if (wanted == "") for (i = 1; i <= count; i++) { visit(names[i], ""); if (failed) exit 1 }
      else { n = split(wanted, list, " "); for (i = 1; i <= n; i++) { visit(list[i], ""); if (failed) exit 1 } }
    }' || die "the images cannot be put in order"
}

# --- the list of a run ---

locked() {
  exec 9>"$queue/lock"
  flock 9 || die "$queue/lock cannot be locked"
}
unlocked() { exec 9>&-; }
run_of() {
  case $1 in '' | *[!A-Za-z0-9_.-]* | .*) wrong "'$1' is no name of a run" ;; esac
  queue=$queues/$1
  [ "${2:-}" = new ] || [ -f "$queue/order" ] || die "there is no run $1"
}

plan() {
  run_of "$1" new
  shift
  mkdir -p "$queues" || die "$queues cannot be made"
  # Those of the last weeks are kept to look at.
  find "$queues" -mindepth 1 -maxdepth 1 -type d -mtime +30 -exec rm -rf {} +
  listed=$(order "$@") || exit 1
  [ -n "$listed" ] || die "there is no image in $FOLDER"
  mkdir "$queue" || die "$queue is there already"
  printf '%s\n' "$listed" >"$queue/order.new" || die "$queue/order cannot be written"
  mv "$queue/order.new" "$queue/order"
  printf '%s\n' "$listed"
}

count() { run_of "$1"; wc -l <"$queue/order" | tr -d ' '; }
result_of() { cat "$queue/$1.result" 2>/dev/null; }
settle() { printf '%s\n' "$2" >"$queue/$1.new" && mv "$queue/$1.new" "$queue/$1.result"; log "$1: $2"; }

# Prints the image that $1 is to build; returns 1 where it has to wait, 2 where there is nothing to wait for.
next_for() {
  [ ! -e "$queue/$1.gone" ] || return 2
  open=
  while read -r name needs; do
    [ -z "$(result_of "$name")" ] || continue
    if [ -f "$queue/$name.node" ]; then
      if [ "$(cat "$queue/$name.node")" = "$1" ]; then echo "$name"; return 0; fi
      open=1
      continue
    fi
    ready=1
    for base in $needs; do
      case $(result_of "$base") in
        'done') ;;
        '') ready= ;;
        *) settle "$name" "skipped: $base was not built"; ready=no; break ;;
      esac
    done
    if [ "$ready" = 1 ]; then echo "$1" >"$queue/$name.node"; echo "$name"; return 0; fi
    [ "$ready" = no ] || open=1
  done <"$queue/order"
  [ -n "$open" ] || return 2
  return 1
}

claim() {
  run_of "$1"
  left=$WAIT_SECONDS
  while :; do
    locked
    found=$(next_for "$2")
    code=$?
    unlocked
    case $code in
      0) echo "$found"; return ;;
      2) return ;;
    esac
    [ "$left" -gt 0 ] || die "others have built for $WAIT_SECONDS s, and nothing became ready"
    left=$((left - 1))
    sleep 1
  done
}

take() {
  found=$(claim "$1" "$2") || exit 1
  if [ -n "$found" ]; then echo "{\"changed\": true, \"comment\": \"$found\"}"; else echo '{"changed": false, "comment": "nothing is left"}'; fi
}

current() {
  run_of "$1"
  while read -r name _; do
    if [ "$(cat "$queue/$name.node" 2>/dev/null)" = "$2" ] && [ -z "$(result_of "$name")" ]; then echo "$name"; return; fi
  done <"$queue/order"
}

report() {
  run_of "$1"
  case $3 in 'done' | failed) ;; *) wrong "there is no result '$3'" ;; esac
  grep -Eq "^$2( |\$)" "$queue/order" || die "the run has no image $2"
  locked
  settle "$2" "$3"
}

gone() {
  run_of "$1"
  locked
  : >"$queue/$2.gone"
  name=$(current "$1" "$2")
  if [ -n "$name" ]; then rm -f "$queue/$name.node"; fi
  log "$2 is gone${name:+, and $name is for others}"
}

summary() {
  run_of "$1"
  failures=0
  while read -r name _; do
    result=$(result_of "$name")
    [ "$result" = "done" ] || failures=$((failures + 1))
    printf '%-30s %-24s %s\n' "$name" "$(cat "$queue/$name.node" 2>/dev/null || echo -)" "${result:-not begun}"
  done <"$queue/order"
  [ "$failures" = 0 ] || die "$failures of $(count "$1") images were not built"
}

# --- one image ---

build() {
  [ -f "$FOLDER/$1/Dockerfile" ] || die "there is no $FOLDER/$1/Dockerfile"
  image=$REGISTRY/$ARCH/$1
  today=$(date +%Y-%m-%d)
  output=$(mktemp) || die "there is no room for the output"
  trap 'rm -f "$output"; docker rmi "$image:$today" "$image:latest" >/dev/null 2>&1' EXIT
  trap 'exit 1' INT TERM HUP
  log "$image is built"
  # `latest` is pushed last: it never names what is not there whole.
  for step in \
    "build --pull --build-arg REGISTRY=$REGISTRY --build-arg ARCH=$ARCH -t $image:$today -t $image:latest $FOLDER/$1" \
    "push $image:$today" \
    "push $image:latest"; do
    # shellcheck disable=SC2086  # None of these words has a space: the settings are checked.
    docker $step >"$output" 2>&1 || die "docker ${step%% *} of $image failed: $(tail -n 15 "$output")"
  done
  echo "$image:$today, $image:latest"
  log "$image is pushed"
}

at_least() { [ "$2" -ge "$1" ] || wrong "too few arguments"; }

command=${1:---help}
[ $# -eq 0 ] || shift
case $command in
  -h | --help) usage; exit ;;
  bases | order | build | plan | count | claim | take | current | report | gone | summary) ;;
  *) wrong "there is no command '$command'" ;;
esac
# shellcheck source=/dev/null
if [ -f "$settings" ]; then . "$settings"; fi
for each in "$FOLDER" "$REGISTRY" "$ARCH"; do
  case $each in '' | *[!A-Za-z0-9_./:-]*) die "$settings: FOLDER, REGISTRY and ARCH are needed, without spaces" ;; esac
done
case $command in
  bases | build | plan | count | summary) at_least 1 $# ;;
  claim | take | current | gone) at_least 2 $# ;;
  report) at_least 3 $# ;;
esac
"$command" "$@"
