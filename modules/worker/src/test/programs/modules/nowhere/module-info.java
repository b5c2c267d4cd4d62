module nowhere {
  requires java.sql;
}
