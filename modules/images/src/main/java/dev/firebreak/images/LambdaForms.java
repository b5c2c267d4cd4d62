package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shapes of method handles that children need and the JDK's own list lacks. One that is in no
 * cache is spun as a class at run time: with these, entering main takes 7 ms less.
 * <!-- For maintainers. The JVM that writes an AOT cache reads these lines from the image's class
 * list, and does not learn them from the training run. Found by
 * -Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true: what says (fail) belongs here. A line that
 * another JDK does not know is ignored. -->
 */
final class LambdaForms {
  private static final String LINE = "@lambda-form-invoker [LF_RESOLVE] java.lang.invoke.";

  /** How the worker enters each kind of main; then what Warmup's habits need. */
  private static final Map<String, List<String>> SHAPES =
      new TreeMap<>(
          Map.of(
              "DirectMethodHandle$Holder invokeStatic",
              List.of("LL_V", "L_V", "L3_V", "L4_V", "L6_V", "LLIL_V", "L4_I"),
              "DirectMethodHandle$Holder invokeStaticInit",
              List.of("LL_V", "L_V", "L3_V", "L_L", "LL_I"),
              "DirectMethodHandle$Holder invokeVirtual",
              List.of("LL_V", "L3_V", "LLI_V"),
              "DirectMethodHandle$Holder invokeSpecial",
              List.of("LL_V", "L3_V", "L3_D", "LLDD_I"),
              "DirectMethodHandle$Holder invokeSpecialIFC",
              List.of("L5_I"),
              "DirectMethodHandle$Holder invokeInterface",
              List.of("LL_L", "L3_L", "L3_V"),
              "DirectMethodHandle$Holder newInvokeSpecial",
              List.of("L_L", "LL_L", "LLI_L"),
              "Invokers$Holder invokeExact_MT",
              List.of("L3_V", "LL_V", "LL_L", "L3_L")));

  private LambdaForms() {}

  /** Adds them to the list of an image that is going to be trained. */
  static void addTo(Path classList) throws IOException {
    Files.write(classList, lines(), StandardOpenOption.APPEND);
  }

  /** All of them; a part of what an image is known by. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    SHAPES.forEach((method, types) -> {
      for (String type : types) {
        lines.add(LINE + method + " " + type);
      }
    });
    return lines;
  }
}
