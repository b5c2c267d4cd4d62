module lib {
  exports lib;

  provides java.util.function.Supplier with lib.Greeting;
}
