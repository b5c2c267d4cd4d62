package dev.firebreak.confine;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the guardian process runs, and what is written to it.
 *
 * <pre>
 *   + PGID TICKS    watch this group, whose leader started at TICKS (0: not known)
 *   - PGID          forget it
 *   .               orderly end: kill what is still watched, and nothing else
 *   (end of input)  the supervisor is gone: kill what is watched, then sweep
 * </pre>
 *
 * <p>The kill is builtin and forks nothing. A leader whose start differs is a later process that
 * was given the pid, and is left alone. The sweep finds whoever carries the supervisor's mark in
 * its environment, and comes again four times within a second, for a child that was half spawned
 * when the supervisor died. The script itself stands in an environment variable, so that {@code ps}
 * shows one short line: {@code sh -c eval "$S" firebreak-guardian TOKEN}.
 */
final class GuardianScript {
  private static final String TEXT =
      """
      trap '' HUP INT QUIT TERM USR1 USR2 ALRM TSTP TTIN TTOU
      unset S
      watched=' '
      swept=yes
      while read -r order id ticks; do
        case $order in
          +) watched="$watched$id:$ticks " ;;
          -) case $watched in *" $id:"*)
               after=${watched#*" $id:"}
               watched="${watched%%" $id:"*} ${after#* }" ;;
             esac ;;
          .) swept=no; break ;;
        esac
      done
      for each in $watched; do
        id=${each%:*} ticks=${each#*:} stat=
        [ "$ticks" != 0 ] && [ -r "/proc/$id/stat" ] && read -r stat <"/proc/$id/stat"
        if [ -n "$stat" ]; then
          set -- "$1" ${stat##*) }
          [ "${21}" = "$ticks" ] && { kill -s KILL -- "-$id"; kill -s KILL -- "$id"; }
        else
          kill -s KILL -- "-$id"
        fi
      done
      [ $swept = yes ] && [ -r /proc/self/environ ] || exit 0
      flags=-lsF
      printf 'a\\0b\\0' | grep -qzxF b && flags=-lszxF
      for pause in 0.05 0.1 0.2 0.5 0; do
        while found=$(grep $flags -e "MARK=$1" /proc/[0-9]*/environ); [ -n "$found" ]; do
          struck=no
          for file in $found; do
            id=${file#/proc/}
            kill -s KILL -- "${id%%/*}" && struck=yes
          done
          [ $struck = yes ] || break
        done
        sleep $pause || sleep 1
      done
      """
          .replace("MARK", Guardian.MARK);

  private GuardianScript() {}

  static Process start(String token) throws IOException {
    List<String> command = new ArrayList<>(Session.prefix());
    command.addAll(List.of(Session.shell(), "-c", "eval \"$S\"", "firebreak-guardian", token));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/")) // holds no mount
            .redirectOutput(ProcessBuilder.Redirect.DISCARD) // holds no terminal or log
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "");
    environment.clear(); // a mark of an outer supervisor above all
    environment.put("PATH", path.isEmpty() ? "/usr/bin:/bin" : path);
    environment.put("LC_ALL", "C");
    environment.put("S", TEXT);
    return builder.start();
  }

  static String watch(Identity leader) {
    long ticks = ProcessTable.readable() ? leader.startTicks() : 0;
    return String.join(" ", "+", Long.toString(leader.pid()), Long.toString(ticks), "\n");
  }

  static String forget(long pgid) {
    return String.join(" ", "-", Long.toString(pgid), "\n");
  }

  static String end() {
    return ".\n";
  }
}
