/** Zi Yan's idea: today's PCP, but buddies that are drained together are merged before the zone's lock is taken. */
package org.pcpsim.model.premerge;
