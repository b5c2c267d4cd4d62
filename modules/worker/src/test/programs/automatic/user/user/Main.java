package user;

class Main {
  static void main(String[] args) {
    plain.Main.describe(Main.class);
    plain.Main.describe(plain.Main.class);
  }
}
