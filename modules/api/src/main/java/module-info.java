/**
 * What a user of Firebreak requires: the words of the field as types. Knows nothing of processes.
 */
@org.jspecify.annotations.NullMarked
module dev.firebreak.api {
  // Marks in public signatures; no module at run time.
  requires static transitive org.jspecify;

  exports dev.firebreak.api;

  // TaskProgress is sent as a value.
  opens dev.firebreak.api to
      dev.firebreak.link;
}
