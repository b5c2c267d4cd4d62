module reaches {
  requires dev.firebreak.link;
}
