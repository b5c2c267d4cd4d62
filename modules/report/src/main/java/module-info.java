import org.jspecify.annotations.NullMarked;

/**
 * What the lab has found, for people and machines: the findings as records, whose JSON is theirs,
 * and their page. Knows nothing of how they were found.
 */
@NullMarked
module dev.firebreak.report {
  requires static org.jspecify;
  requires transitive dev.firebreak.api;
  requires com.samskivert.jmustache;

  exports dev.firebreak.report to
      dev.firebreak.lab,
      dev.firebreak.launcher,
      dev.firebreak.processes; // which writes records as JSON

  // The template asks the page's records for their components.
  opens dev.firebreak.report to
      com.samskivert.jmustache;
}
