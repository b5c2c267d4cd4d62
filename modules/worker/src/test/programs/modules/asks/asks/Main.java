package asks; class Main { public static void main(String[] a) {} }
