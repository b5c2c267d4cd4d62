module talks {
  requires org.slf4j;
}
