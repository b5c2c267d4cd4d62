package plain;

/** In a jar without a descriptor. */
public class Main {
  public static void main(String[] args) {
    describe(Main.class);
    System.out.println("main module " + System.getProperty("jdk.module.main"));
    System.out.println("reads base " + Main.class.getModule().canRead(Object.class.getModule()));
  }

  public static void describe(Class<?> type) {
    Module module = type.getModule();
    System.out.println(module + " automatic " + module.getDescriptor().isAutomatic());
    System.out.println("resource " + (type.getResource("Main.class") != null));
  }
}
