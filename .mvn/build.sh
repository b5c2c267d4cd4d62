# Builds the launcher for launcher/firebreak, which sources this only when something is missing or old.
# One at a time: by flock, or where there is none by a link that names the builder's pid.

unlock() { :; }

lock() {
  mkdir -p "$target" || { say "cannot write to $target, and the launcher is not built."; exit 1; }
  if command -v flock >/dev/null; then
    # Maven inherits the lock: a builder that was killed leaves it to the Maven that it started.
    exec 9>"$target/lock"
    if ! flock -n 9; then
      say "another launch is building; waiting for it ..."
      flock 9
    fi
    unlock() { exec 9>&-; }
    return
  fi
  waiting=
  until ln -s "$$" "$target/lock.pid" 2>/dev/null; do
    holder=$(readlink "$target/lock.pid") || continue
    if ! kill -0 "$holder" 2>/dev/null; then
      # Whoever renames it has it; if it was a newer builder's by then, it goes back.
      mv "$target/lock.pid" "$target/lock.pid.$$" 2>/dev/null || continue
      if [ "$(readlink "$target/lock.pid.$$")" != "$holder" ]; then
        mv "$target/lock.pid.$$" "$target/lock.pid"
      else
        rm -f "$target/lock.pid.$$"
      fi
      continue
    fi
    if [ -z "$waiting" ]; then
      say "another launch (pid $holder) is building; waiting for it ..."
      waiting=yes
    fi
    sleep 0.2 2>/dev/null || sleep 1
  done
  trap 'rm -f "$target/lock.pid"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  unlock() {
    rm -f "$target/lock.pid"
    trap - EXIT INT TERM
  }
}

# Runs Maven, its words in build.log, and of those the name of each room on the screen.
run_maven() {
  if [ -f "$target/current" ]; then
    say "building what has changed ..."
  else
    say "building Firebreak (first run; downloads its libraries) ..."
  fi
  # A Maven that was killed may have left half a room's classes, which the next one takes for whole.
  if [ -f "$target/building" ]; then
    rm -rf "$root"/modules/*/target/classes "$root"/modules/*/target/maven-status \
      "$target/classes" "$target/maven-status"
  fi
  : >"$target/building"
  : >"$target/build.log"
  {
    cd "$root"
    ./mvnw -B -Dmaven.test.skip=true -pl launcher -am package </dev/null && status=0 || status=$?
    rm -f "$target/building"
    # On a line of its own: some Mavens end with codes that reset colours, and no newline.
    printf '\nexit status %s\n' "$status"
  } 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$target/build.log"
    case $line in
      "mvnw: "*) printf '%s\n' "$line" >&2 ;;
      "[INFO] Building firebreak-"*"["*"]")
        room=${line#*firebreak-}
        step=${line##*[}
        if [ -t 2 ]; then printf '\r\033[K  %s %s' "${step%]}" "${room%% *}" >&2; fi
        ;;
      "exit status "*)
        if [ -t 2 ]; then printf '\r\033[K' >&2; fi
        [ "$line" = "exit status 0" ] || exit 1
        ;;
    esac
  done || {
    grep -v '^\[INFO\]' "$target/build.log" | sed '/-> \[Help 1\]/,$d' | tail -n 30 >&2
    say "the build failed; above is the end of $target/build.log."
    exit 1
  }
}

digest() {
  if command -v sha256sum >/dev/null; then sha256sum; else cksum; fi
}

in_use() {
  if [ -d /proc/self ]; then
    grep -q -s -F "$1" /proc/[0-9]*/cmdline
  else
    ps -A -ww -o args= | grep -v grep | grep -q -F "$1"
  fi
}

# Of older copies the one that was current stays, as a launch may just now be starting from it.
remove_old() {
  for old in "$target"/apps/*; do
    case $old in "$target/apps/$app" | "$target/apps/$id") continue ;; esac
    in_use "$old/" || rm -rf "$old"
  done
}

# Copies Maven's module path, trains its AOT cache, and makes it current.
install_app() {
  id=$(cd "$target/modules" && cat -- *.jar | digest)
  id=$(printf %.16s "$id")
  fresh=$target/apps/$id
  if [ "$id" != "$app" ] && ! in_use "$fresh/"; then rm -rf "$fresh"; fi
  if [ ! -d "$fresh" ]; then
    mkdir -p "$fresh"
    cp -R "$target/modules" "$fresh/modules"
  fi
  rm -f "$fresh/launcher.aot"
  # shellcheck disable=SC2086 # the options are words
  "$java" $flags -XX:AOTCacheOutput="$fresh/launcher.aot" \
    -p "$fresh/modules" -m $main --help </dev/null >>"$target/build.log" 2>&1 || {
    tail -n 20 "$target/build.log" >&2
    say "the launcher was built, but does not start; above is the end of $target/build.log."
    exit 1
  }
  rm -f "$fresh"/launcher.aot.config
  [ -f "$fresh/launcher.aot" ] || say "this JDK made no AOT cache, so commands start slower; $target/build.log says why."
  printf '%s\n%s\n' "$id" "$jdk" >"$target/current.$$"
  touch -r "$target/modules.stamp" "$target/current.$$"
  remove_old
  mv -f "$target/current.$$" "$target/current"
}

build() {
  lock
  if ! read_current; then
    if [ ! -f "$target/modules.stamp" ] || [ -n "$(newer_than "$target/modules.stamp")" ]; then run_maven; fi
    install_app
  fi
  unlock
}
