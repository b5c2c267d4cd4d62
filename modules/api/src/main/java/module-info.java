/**
 * What a user of Firebreak requires: the words of the field as types. Knows nothing of processes.
 */
@org.jspecify.annotations.NullMarked
module dev.firebreak.api {
  requires static org.jspecify;

  exports dev.firebreak.api;
}
