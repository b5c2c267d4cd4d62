module jobs {}
