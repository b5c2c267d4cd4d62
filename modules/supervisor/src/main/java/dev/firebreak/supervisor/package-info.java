/** The supervisor's core: one loop thread owns all state, policy is told apart from processes. */
package dev.firebreak.supervisor;
