package dev.firebreak.lab;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial of the pool that runs on processes and on threads. */
@ParameterizedClass(name = "{0}")
@EnumSource(Home.class)
abstract class OnBothHomes extends PoolTrial {
  @Parameter Home parameter;

  @BeforeEach
  void moveIn() {
    home = parameter;
  }
}
