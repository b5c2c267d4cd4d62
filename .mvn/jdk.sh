# Finds a JDK 25 or later; sourced by ./mvnw and by launcher/firebreak, so that the truth has one place.
# Reads the `release` file of each candidate and starts no JVM: some ten file tests.
#
#   find_jdk   sets JAVA_HOME (and jdk_version) to JAVA_HOME itself, the JDK of `java` on the PATH, or the best of the
#              usual places (25 before anything newer); returns 1 and says the next step if there is none.

JDK_FLOOR=25

# jdk_feature DIR: sets jdk_version to 25.0.3 and feature to 25, or to nothing if DIR is no JDK.
jdk_feature() {
  feature= jdk_version=
  [ -f "$1/release" ] && [ -x "$1/bin/javac" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        jdk_version=${line#*=}
        jdk_version=${jdk_version#\"} jdk_version=${jdk_version%\"}
        feature=${jdk_version%%[!0-9]*}
        break
        ;;
    esac
  done <"$1/release"
  [ -n "$feature" ]
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && jdk_feature "$JAVA_HOME" && [ "$feature" -ge $JDK_FLOOR ]; then
    return 0
  fi

  # The PATH's java is mostly a link, or a shim that no link leads away from; then the places decide.
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) || on_path=
  on_path=${on_path%/bin/java}
  if [ -n "$on_path" ] && jdk_feature "$on_path" && [ "$feature" -ge $JDK_FLOOR ]; then
    JAVA_HOME=$on_path
    return 0
  fi

  best= best_feature= best_version=
  for candidate in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/jdk* /usr/local/openjdk* \
    /opt/* /opt/java/* /opt/jdk/* /usr/local/sdkman/candidates/java/* \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
    "${HOME-}"/.jdks/* "${HOME-}"/.jenv/versions/* "${HOME-}"/.jabba/jdk/* \
    "${ASDF_DATA_DIR:-${HOME-}/.asdf}"/installs/java/* \
    "${MISE_DATA_DIR:-${HOME-}/.local/share/mise}"/installs/java/* \
    "${HOME-}"/.local/share/coursier/jvm/* "${HOME-}"/.gradle/jdks/* \
    /run/current-system/sw/lib/openjdk /snap/openjdk/current/jdk \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    if jdk_feature "$candidate" && [ "$feature" -ge $JDK_FLOOR ]; then
      if [ -z "$best" ] || [ "$feature" -lt "$best_feature" ]; then
        best=$candidate best_feature=$feature best_version=$jdk_version
      fi
      if [ "$best_feature" -eq $JDK_FLOOR ]; then break; fi
    fi
  done
  if [ -n "$best" ]; then
    JAVA_HOME=$best jdk_version=$best_version
    return 0
  fi

  echo "firebreak: no JDK $JDK_FLOOR or later in JAVA_HOME (${JAVA_HOME:-not set}), on the PATH or in the usual places;" \
    "install one, from https://adoptium.net or your system's packages, or set JAVA_HOME to yours." >&2
  return 1
}
