module app {
  requires lib;

  uses java.util.function.Supplier;
}
