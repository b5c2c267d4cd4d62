module user {
  requires plain.lib;
}
