/** Specs, events and ends: the records that a user writes and reads. */
package dev.firebreak.api;
