/** The April 2026 RFC: CPUs own whole pageblocks and merge freed pages on their own per-CPU page sets. */
package org.pcpsim.model.pcpbuddy;
