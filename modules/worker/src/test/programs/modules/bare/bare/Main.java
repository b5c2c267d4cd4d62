package bare; class Main { public static void main(String[] a) {} }
