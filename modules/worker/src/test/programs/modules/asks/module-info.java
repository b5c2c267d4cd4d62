module asks {
  requires nowhere;
}
